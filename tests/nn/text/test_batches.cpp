#include "nn/text/batches.h"
#include "tests/catch.h"

#include <algorithm>

using namespace heed;
using Catch::Contains;

namespace {

// Sentence i has i * 7 % 23 words and its translation i * 5 % 19.
EncodedPairs many_pairs(Index count) {
  EncodedPairs pairs;
  const auto sentence = [](Index words) {
    Tokens tokens(static_cast<std::size_t>(words) + 2, 9);
    tokens.front() = Vocabulary::bos;
    tokens.back() = Vocabulary::eos;
    return tokens;
  };
  for (Index i = 0; i < count; ++i) {
    pairs.source.push_back(sentence(i * 7 % 23));
    pairs.target.push_back(sentence(i * 5 % 19));
  }
  return pairs;
}

// All indices of a plan, in ascending order.
std::vector<Index> indices(const BatchPlan& plan) {
  std::vector<Index> all;
  for (const auto& batch : plan) all.insert(all.end(), batch.begin(), batch.end());
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<Index> up_to(Index count) {
  std::vector<Index> all;
  for (Index i = 0; i < count; ++i) all.push_back(i);
  return all;
}

}  // namespace

TEST_CASE("encode adds bos and eos and numbers each side by its own vocabulary") {
  const Vocabulary source = Vocabulary::build({{"ein", 1}}),
                   target = Vocabulary::build({{"a", 2}, {"dog", 1}});
  const EncodedPairs pairs = encode({{{"ein", "hund"}, {"a", "dog"}}}, source, target);
  CHECK(pairs.source == std::vector<Tokens>{{2, 4, 1, 3}});
  CHECK(pairs.target == std::vector<Tokens>{{2, 4, 5, 3}});
}

TEST_CASE("a batch pads its rows at the end, and the decoder input is the expected output one step later") {
  const EncodedPairs pairs{{{2, 3}, {2, 7, 8, 3}, {2, 9, 3}}, {{2, 5, 6, 3}, {2, 3}, {2, 4, 3}}};
  const Batch batch = make_batch(pairs, {2, 0, 1});
  TokenMatrix source(3, 4), target_in(3, 3), target_out(3, 3);
  source.ids = {2, 9, 3, 0, /**/ 2, 3, 0, 0, /**/ 2, 7, 8, 3};
  target_in.ids = {2, 4, 0, /**/ 2, 5, 6, /**/ 2, 0, 0};
  target_out.ids = {4, 3, 0, /**/ 5, 6, 3, /**/ 3, 0, 0};
  CHECK(batch.source == source);
  CHECK(batch.source_lengths == std::vector<Index>{3, 2, 4});
  CHECK(batch.target_in == target_in);
  CHECK(batch.target_out == target_out);
  CHECK(batch.tokens == 6);
  CHECK(pad_together(pairs.source, {2, 0, 1}) == source);
  CHECK(pad_together({}, {}) == TokenMatrix(0, 0));
  CHECK_THROWS_WITH(make_batch({{{2, 3}}, {{2}}}, {0}), "target sentence 0 has 1 tokens; bos and eos make 2");
}

TEST_CASE("every plan has each sentence once, in batches of the requested size") {
  for (const Index count : {1, 7, 8, 399, 400, 401, 1000}) {
    const EncodedPairs pairs = many_pairs(count);
    Rng rng(3);
    for (const BatchPlan& plan : {shuffled_plan(pairs, 8, rng), sorted_plan(pairs.source, 8)}) {
      CAPTURE(count);
      CHECK(indices(plan) == up_to(count));
      CHECK(plan.size() == static_cast<std::size_t>((count + 7) / 8));
      CHECK(std::all_of(plan.begin(), plan.end(), [](const auto& b) { return !b.empty() && b.size() <= 8; }));
    }
  }
  Rng rng;
  CHECK(shuffled_plan({}, 8, rng).empty());
  CHECK(sorted_plan({}, 8).empty());
  CHECK(sorted_plan(many_pairs(5).source, Index{1} << 62).size() == 1);
  CHECK(shuffled_plan(many_pairs(5), Index{1} << 62, rng).size() == 1);
  CHECK_THROWS_WITH(sorted_plan({}, 0), "a batch must hold 1 sentence or more, not 0");
  CHECK_THROWS_WITH(shuffled_plan({}, -3, rng), Contains("not -3"));
}

TEST_CASE("the sorted plan goes from short to long and keeps the order of equal lengths") {
  const std::vector<Tokens> source = {{2, 9, 9, 3}, {2, 3}, {2, 9, 3}, {2, 3}, {2, 9, 3}};
  CHECK(sorted_plan(source, 2) == BatchPlan{{1, 3}, {2, 4}, {0}});
}

TEST_CASE("the shuffled plan follows the generator and differs between epochs") {
  const EncodedPairs pairs = many_pairs(1000);
  Rng a(5), b(5), c(6);
  const BatchPlan first = shuffled_plan(pairs, 8, a);
  CHECK(first == shuffled_plan(pairs, 8, b));
  CHECK(first != shuffled_plan(pairs, 8, c));
  const BatchPlan second = shuffled_plan(pairs, 8, a);
  CHECK(first != second);
  const auto neighbours = [](const BatchPlan& plan) {  // of sentence 0, however the batches are ordered
    for (const auto& batch : plan) {
      if (std::find(batch.begin(), batch.end(), 0) != batch.end()) return indices({batch});
    }
    return std::vector<Index>{};
  };
  CHECK(neighbours(first) != neighbours(second));
}

TEST_CASE("sentences of a batch have similar lengths, but batches are not ordered by length") {
  EncodedPairs pairs = many_pairs(2000);
  pairs.target = pairs.source;  // both sides as long: now sorting can leave almost no padding
  Rng rng(1);
  Index padding = 0, rises = 0, falls = 0, before = 0;
  for (const auto& batch_indices : shuffled_plan(pairs, 20, rng)) {
    const Batch batch = make_batch(pairs, batch_indices);
    padding += batch.target_out.rows * batch.target_out.columns - batch.tokens;
    rises += batch.source.columns > before;
    falls += batch.source.columns < before;
    before = batch.source.columns;
  }
  // Two pools of 50 batches, each with 23 different lengths: at most 22 batches of a pool hold more than one
  // length, and the padding of all, where neighbours differ by 1, is at most 19 rows in each.
  CHECK(padding <= 2 * 22 * 19);
  // Sorted order would rise 44 times at most and fall once, between the pools.
  CHECK(rises > 25);
  CHECK(falls > 25);
}

TEST_CASE("the length of a pair is the length of its longer side") {
  // Sorted by one side only, a batch would hold pairs of (3, 9) or (9, 3) together with pairs of (5, 5).
  EncodedPairs pairs;
  for (const auto& [source, target] : std::vector<std::pair<std::size_t, std::size_t>>{
           {3, 9}, {5, 5}, {9, 3}, {5, 5}, {9, 3}, {3, 9}, {5, 5}, {5, 5}}) {
    pairs.source.emplace_back(source, 9);
    pairs.target.emplace_back(target, 9);
  }
  Rng rng(2);
  BatchPlan plan = shuffled_plan(pairs, 4, rng);
  for (auto& batch : plan) std::sort(batch.begin(), batch.end());
  std::sort(plan.begin(), plan.end());
  CHECK(plan == BatchPlan{{0, 2, 4, 5}, {1, 3, 6, 7}});
}

TEST_CASE("a plan of tokens has each sentence once, in batches that are full and hold at most so many tokens",
          "[batches]") {
  const EncodedPairs pairs = many_pairs(1000);
  const auto longest = [&](const std::vector<Index>& batch) {
    std::size_t most = 0;
    for (const Index i : batch)
      most = std::max({most, pairs.source[static_cast<std::size_t>(i)].size(),
                       pairs.target[static_cast<std::size_t>(i)].size()});
    return most;
  };
  for (const Index tokens : {1, 40, 200, 100'000}) {
    CAPTURE(tokens);
    Rng rng(4), again(4);
    const BatchPlan plan = shuffled_plan_of_tokens(pairs, tokens, rng);
    CHECK(plan == shuffled_plan_of_tokens(pairs, tokens, again));
    CHECK(indices(plan) == up_to(1000));
    std::size_t all = 0;
    for (const std::vector<Index>& batch : plan) {
      all += batch.size() * longest(batch);
      if (batch.size() > 1) CHECK(static_cast<Index>(batch.size() * longest(batch)) <= tokens);
    }
    // Two neighbours of similar length would not fit into one batch, or the plan has more batches than needed.
    if (tokens >= 40) CHECK(static_cast<Index>(plan.size()) < 2 * static_cast<Index>(all) / tokens + 40);
  }
  Rng rng;
  CHECK(shuffled_plan_of_tokens(pairs, Index{1} << 62, rng).size() == 1);
  CHECK(shuffled_plan_of_tokens({}, 8, rng).empty());
  CHECK_THROWS_WITH(shuffled_plan_of_tokens(pairs, 0, rng), "a batch must hold 1 token or more, not 0");
}
