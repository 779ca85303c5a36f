#include "nn/text/batches.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <utility>

namespace heed {
namespace {

constexpr Index batches_per_pool = 50;

const Tokens& at(const std::vector<Tokens>& sentences, Index index) {
  if (index < 0 || index >= static_cast<Index>(sentences.size()))
    fail("batch: there is no sentence ", index, " among ", sentences.size());
  return sentences[static_cast<std::size_t>(index)];
}

Index length(const Tokens& sentence) { return static_cast<Index>(sentence.size()); }

// A batch is full when one more sentence would exceed one of the two.
struct Limit {
  Index sentences = std::numeric_limits<Index>::max();
  Index tokens = std::numeric_limits<Index>::max();  // sentences times the length of the longest

  bool allows(Index count, Index longest) const { return count <= sentences && longest <= tokens / count; }
};

Index checked(const char* what, Index size) {
  if (size < 1) fail("a batch must hold 1 ", what, " or more, not ", size);
  return size;
}

// Sorts order[first, last) by sentence length (a stable sort) and cuts it into batches. A key's first or only
// number is the length.
template <class Length>
void cut(std::vector<Index>& order, Index first, Index last, Length length_of, const Limit& limit,
         BatchPlan& plan) {
  std::stable_sort(order.begin() + first, order.begin() + last,
                   [&](Index a, Index b) { return length_of(a) < length_of(b); });
  for (Index begin = first, end = first; begin < last; begin = end) {
    while (end < last && (end == begin ||
                          limit.allows(end - begin + 1, length_of(order[static_cast<std::size_t>(end)])[0])))
      ++end;
    plan.emplace_back(order.begin() + begin, order.begin() + end);
  }
}

BatchPlan shuffled_plan(const EncodedPairs& pairs, Index pool, const Limit& limit, Rng& rng) {
  const auto count = static_cast<Index>(pairs.source.size());
  const auto longer_side = [&](Index i) {
    const Index source = length(at(pairs.source, i)), target = length(at(pairs.target, i));
    return std::array{std::max(source, target), target};
  };
  std::vector<Index> order = rng.permutation(count);
  BatchPlan pooled;
  for (Index first = 0; first < count; first += pool)
    cut(order, first, std::min(first + pool, count), longer_side, limit, pooled);
  BatchPlan plan;
  for (const Index batch : rng.permutation(static_cast<Index>(pooled.size())))
    plan.push_back(std::move(pooled[static_cast<std::size_t>(batch)]));
  return plan;
}

// 50 batches, or all sentences if these are fewer.
Index pool_of(Index batch_size, Index sentences) {
  return std::max(Index{1}, std::min(batch_size, std::max(sentences, Index{1})) * batches_per_pool);
}

// Makes rows of the sentences without their first `skip_front` and last `skip_back` tokens.
TokenMatrix pad_together(const std::vector<Tokens>& sentences, const std::vector<Index>& indices,
                         Index skip_front, Index skip_back) {
  Index max_length = 0;
  for (const Index index : indices) max_length = std::max(max_length, length(at(sentences, index)));
  TokenMatrix rows(static_cast<Index>(indices.size()),
                   std::max(Index{0}, max_length - skip_front - skip_back), Vocabulary::pad);
  for (Index row = 0; row < rows.rows; ++row) {
    const Tokens& sentence = at(sentences, indices[static_cast<std::size_t>(row)]);
    std::copy(sentence.begin() + skip_front, sentence.end() - skip_back,
              rows.ids.begin() + row * rows.columns);
  }
  return rows;
}

}  // namespace

EncodedPairs encode(const std::vector<SentencePair>& pairs, const Vocabulary& source,
                    const Vocabulary& target) {
  EncodedPairs encoded;
  for (const SentencePair& pair : pairs) {
    encoded.source.push_back(source.encode(pair.source));
    encoded.target.push_back(target.encode(pair.target));
  }
  return encoded;
}

EncodedPairs encode(const std::vector<SentencePair>& pairs, const Vocabulary& source,
                    const Vocabulary& target, double merge_dropout, Index longest, Rng& rng) {
  const auto encode_side = [&](const Vocabulary& vocabulary, const Words& words) {
    Tokens tokens = vocabulary.encode(words, merge_dropout, rng);
    return std::ssize(tokens) <= longest ? tokens : vocabulary.encode(words);
  };
  EncodedPairs encoded;
  for (const SentencePair& pair : pairs) {
    encoded.source.push_back(encode_side(source, pair.source));
    encoded.target.push_back(encode_side(target, pair.target));
  }
  return encoded;
}

double unknown_share(const std::vector<const std::vector<Tokens>*>& sides) {
  double words = 0, unknown = 0;
  for (const std::vector<Tokens>* side : sides) {
    for (const Tokens& tokens : *side) {
      words += static_cast<double>(tokens.size() - 2);
      unknown += static_cast<double>(std::count(tokens.begin(), tokens.end(), Vocabulary::unknown));
    }
  }
  return words > 0 ? unknown / words : 0;
}

BatchPlan shuffled_plan(const EncodedPairs& pairs, Index batch_size, Rng& rng) {
  const Limit limit{.sentences = checked("sentence", batch_size)};
  return shuffled_plan(pairs, pool_of(batch_size, std::ssize(pairs.source)), limit, rng);
}

BatchPlan shuffled_plan_of_tokens(const EncodedPairs& pairs, Index tokens, Rng& rng) {
  const Limit limit{.tokens = checked("token", tokens)};
  Index all = 0;
  for (std::size_t i = 0; i < pairs.source.size(); ++i)
    all += std::max(length(pairs.source[i]), length(at(pairs.target, static_cast<Index>(i))));
  const Index count = std::ssize(pairs.source);
  // As many sentences as fill a batch at the mean length.
  const auto sentences =
      static_cast<double>(tokens) * static_cast<double>(count) / static_cast<double>(std::max(all, Index{1}));
  return shuffled_plan(pairs, pool_of(static_cast<Index>(std::min(sentences, 1e9)) + 1, count), limit, rng);
}

BatchPlan sorted_plan(const std::vector<Tokens>& source, Index batch_size) {
  std::vector<Index> order(source.size());
  std::iota(order.begin(), order.end(), Index{0});
  BatchPlan plan;
  cut(
      order, 0, std::ssize(source), [&](Index i) { return std::array{length(at(source, i))}; },
      Limit{.sentences = checked("sentence", batch_size)}, plan);
  return plan;
}

Batch make_batch(const EncodedPairs& pairs, const std::vector<Index>& indices) {
  Batch batch;
  batch.source = pad_together(pairs.source, indices);
  for (const Index index : indices) {
    batch.source_lengths.push_back(length(at(pairs.source, index)));
    const Index target_length = length(at(pairs.target, index));
    if (target_length < 2)
      fail("target sentence ", index, " has ", target_length, " tokens; bos and eos make 2");
    batch.tokens += target_length - 1;
  }
  batch.target_in = pad_together(pairs.target, indices, 0, 1);
  batch.target_out = pad_together(pairs.target, indices, 1, 0);
  return batch;
}

TokenMatrix pad_together(const std::vector<Tokens>& sentences, const std::vector<Index>& indices) {
  return pad_together(sentences, indices, 0, 0);
}

}  // namespace heed
