// N-best lists, rules, coverage, sampling, ensembles, scores and unknown words of the search.
#include "nn/translate/ensemble.h"
#include "nn/translate/scoring.h"
#include "nn/translate/search.h"
#include "nn/translate/unknown_words.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/nn/translate/models.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

using namespace heed;
using namespace heed::testing;
using Catch::Contains;

namespace {

const Tokens source{2, 4, 5, 6, 7, 3};
constexpr Index words = 9;

double rank(double log_p, std::size_t length) { return log_p / ((5 + static_cast<double>(length)) / 6); }

// All translations of at most three words, with their log probabilities by the model's logits, the highest rank first.
std::vector<Translation> all_translations(const TranslationModel& model) {
  std::vector<Translation> all;
  std::function<void(const Tokens&, double)> visit = [&](const Tokens& tokens, double log_p) {
    if (!tokens.empty() && (tokens.back() == Vocabulary::eos || tokens.size() == 3)) {
      all.push_back({.tokens = tokens, .log_probability = log_p, .rank = rank(log_p, tokens.size())});
      return;
    }
    Tokens input{Vocabulary::bos};
    input.insert(input.end(), tokens.begin(), tokens.end());
    input.push_back(Vocabulary::pad);  // the last word is only predicted
    const Tensor logs = log_softmax(model.logits(make_batch({{source}, {input}}, {0})).value());
    for (Token next = 0; next < words; ++next) {
      if (next == Vocabulary::pad || next == Vocabulary::bos) continue;
      Tokens longer = tokens;
      longer.push_back(next);
      visit(longer, log_p + static_cast<double>(logs(0, -1, next)));
    }
  };
  visit({}, 0);
  std::stable_sort(all.begin(), all.end(), [](auto& one, auto& other) { return one.rank > other.rank; });
  return all;
}

bool repeats(const Tokens& tokens, std::size_t n) {
  std::set<Tokens> seen;
  for (std::size_t i = 0; i + n <= tokens.size(); ++i) {
    if (!seen.insert({tokens.begin() + static_cast<std::ptrdiff_t>(i),
                      tokens.begin() + static_cast<std::ptrdiff_t>(i + n)})
             .second)
      return true;
  }
  return false;
}

// One model whose next words do not depend on anything: the log probabilities of `likely`.
class FixedModel : public TranslationModel {
 public:
  explicit FixedModel(std::vector<Scalar> probabilities)
      : logs(log(from_values({static_cast<Index>(probabilities.size())}, probabilities))) {}
  Variable logits(const Batch& batch) const override {
    return Variable(expand(logs, {batch.target_in.rows, batch.target_in.columns, logs.size(0)}).contiguous());
  }
  struct State : DecoderState {
    using DecoderState::DecoderState;
    void reorder(const std::vector<Index>& rows) override { count = std::ssize(rows); }
    Index rows() const { return count; }
    Index count = 0;
  };
  std::unique_ptr<DecoderState> start(const TokenMatrix& rows, const std::vector<Index>&) const override {
    auto state = std::make_unique<State>(*this);
    state->count = rows.rows;
    return state;
  }
  Tensor step(DecoderState& state, const std::vector<Token>& previous) const override {
    own<State>(state, previous);
    return expand(logs, {static_cast<Index>(previous.size()), logs.size(0)}).contiguous();
  }
  std::map<std::string, std::string> settings() const override { return {{"model", "fixed"}}; }
  Tensor logs;
};

}  // namespace

TEST_CASE("search: n-best is the head of the list of all translations", "[search]") {
  Rng rng(1);
  for (const NamedModel& named : small_models(rng)) {
    if (named.name == "gru hard") continue;  // a rounding may change the chosen key
    const std::vector<Translation> all = all_translations(*named.model);
    const auto found =
        translate_n_best(*named.model, {source}, {.beam = 400, .n_best = 20, .max_length = 3})[0];
    REQUIRE(found.size() == 20);
    for (std::size_t i = 0; i < found.size(); ++i) {
      INFO(named.name << ", rank " << i);
      CHECK(found[i].rank == Approx(all[i].rank).epsilon(1e-4));
      CHECK(found[i].tokens == all[i].tokens);
    }
    // More than there are.
    CHECK(translate_n_best(*named.model, {source}, {.beam = 400, .n_best = 400, .max_length = 1})[0].size() ==
          7);
  }
}

TEST_CASE("search: rules allow what they do not forbid, and nothing else", "[search]") {
  Rng rng(2);
  for (const NamedModel& named : small_models(rng)) {
    INFO(named.name);
    const auto with = [&](const SearchRules& rules, Index beam = 3) {
      return translate(*named.model, {source}, {.beam = beam, .max_length = 12, .rules = rules})[0];
    };
    for (const Index n : {1, 2, 3})
      CHECK(!repeats(with({.no_repeat = n}).tokens, static_cast<std::size_t>(n)));
    const Tokens known = with({.no_unknown = true}).tokens;
    CHECK(std::count(known.begin(), known.end(), Vocabulary::unknown) == 0);
    const Tokens prefix{7, 7, 4};
    const Translation forced = with({.prefix = prefix});
    CHECK(Tokens(forced.tokens.begin(), forced.tokens.begin() + 3) == prefix);
    // The greedy translation as a prefix is continued as before, with the same log probability.
    const Translation greedy = with({}, 1);
    const Tokens half(greedy.tokens.begin(), greedy.tokens.begin() + std::ssize(greedy.tokens) / 2);
    CHECK(with({.prefix = half}, 1).tokens == greedy.tokens);
    CHECK(with({.prefix = half}, 1).log_probability == greedy.log_probability);
  }
}

TEST_CASE("search: the rule against repetition, by hand", "[search]") {
  const SearchRules rules{.no_repeat = 2};
  std::vector<Scalar> logs(9, Scalar(-1));
  rules.apply({4, 5, 6, 4}, logs);  // 4 5 has occurred, so 5 may not follow
  for (std::size_t token = 0; token < 9; ++token) CHECK(std::isinf(logs[token]) == (token == 5));
  logs.assign(9, Scalar(-1));
  SearchRules{.no_repeat = 1}.apply({4, 8}, logs);
  for (std::size_t token = 0; token < 9; ++token)
    CHECK(std::isinf(logs[token]) == (token == 4 || token == 8));
}

TEST_CASE("search: the rank has the length and the coverage penalty", "[search]") {
  Rng rng(3);
  const NamedModel named = std::move(small_models(rng)[0]);
  const SearchOptions options{
      .beam = 5, .length_penalty = 0.5, .coverage_penalty = 0.7, .max_length = 6, .weights = true};
  const Translation found = translate(*named.model, {source}, options)[0];
  double coverage = 0;
  for (std::size_t word = 1; word + 1 < source.size(); ++word) {
    double sum = 0;
    for (const auto& row : found.weights) sum += row[word];
    coverage += std::log(std::min(1.0, std::max(0.001, sum)));
  }
  const double length = static_cast<double>(found.tokens.size());
  CHECK(found.rank == Approx(found.log_probability / std::sqrt((5 + length) / 6) + 0.7 * coverage));
  CHECK(coverage < 0);
}

TEST_CASE("search: sampling draws by the probabilities, each sentence with its own numbers", "[search]") {
  FixedModel model(
      {0, Scalar(0.1), 0, Scalar(0.4), Scalar(0.3), Scalar(0.2)});  // pad, unk, bos, eos and two words
  Rng rng(4);
  const std::vector<Tokens> many(4000, Tokens{2, 4, 3});
  SearchOptions options{.max_length = 1, .sampling = SamplingOptions(), .rng = &rng};
  std::map<Token, int> counts;
  for (const Translation& one : translate(model, many, options)) ++counts[one.tokens[0]];
  const std::map<Token, double> expected{{1, 0.1}, {3, 0.4}, {4, 0.3}, {5, 0.2}};
  for (const auto& [token, p] : expected)
    CHECK(std::abs(counts[token] - 4000 * p) <
          5 * std::sqrt(4000 * p * (1 - p)));  // five standard deviations
  // What a sentence gets does not depend on the batch.
  const auto drawn = [&](Index batch) {
    Rng same(5);
    options.rng = &same;
    options.batch = batch;
    options.max_length = 8;
    std::vector<Tokens> tokens;
    for (const Translation& one : translate(model, {many.begin(), many.begin() + 30}, options))
      tokens.push_back(one.tokens);
    return tokens;
  };
  CHECK(drawn(1) == drawn(7));
  options.beam = 2;
  CHECK_THROWS_WITH(translate(model, many, options), Contains("sampling needs a beam of 1"));
}

TEST_CASE("ensemble: the mean of the probabilities, in training form and step by step", "[search]") {
  FixedModel one({0, 0, 0, Scalar(0.5), Scalar(0.5), 0}),
      other({0, 0, 0, Scalar(0.1), Scalar(0.3), Scalar(0.6)});
  const auto fixed = [](const FixedModel& model) {
    Translator translator;
    translator.model = std::make_unique<FixedModel>(exp(model.logs).to_vector());
    return translator;
  };
  std::vector<Translator> translators;
  translators.push_back(fixed(one));
  translators.push_back(fixed(other));
  const Translator both = together(std::move(translators), {"one", "other"});
  const Batch batch = make_batch({{{2, 4, 3}}, {{2, 5, 3}}}, {0});
  const Tensor mean = exp(both.model->logits(batch).value());
  const double expected[] = {0, 0, 0, 0.3, 0.4, 0.3};
  for (Index token = 0; token < 6; ++token)
    CHECK(static_cast<double>(mean(0, 0, token)) == Approx(expected[token]).margin(1e-6));
  Rng rng(6);
  std::vector<Translator> real = small_translators();
  std::vector<Translator> same = small_translators();
  // Twice the same model is that model.
  for (std::size_t i = 0; i < real.size(); ++i) {
    std::vector<Translator> twice;
    twice.push_back(Translator::from_contents(real[i].contents(), "a"));
    twice.push_back(std::move(same[i]));
    const Translator pair = together(std::move(twice), {"a", "b"});
    const SearchOptions options{.beam = 3, .max_length = 8};
    CHECK(translate(*pair.model, {source}, options)[0].tokens ==
          translate(*real[i].model, {source}, options)[0].tokens);
  }
  std::vector<Translator> different = small_translators();
  different.resize(2);
  different[1].target = Vocabulary();
  CHECK_THROWS_WITH(together(std::move(different), {"first", "second"}),
                    Contains("ensemble: 'second' has another vocabulary than 'first'"));
  CHECK_THROWS_WITH(together({}, {}), Contains("there are no translators"));
}

TEST_CASE("scoring: the score of a pair is the log probability that the search gives it", "[search]") {
  Rng rng(7);
  for (const NamedModel& named : small_models(rng)) {
    INFO(named.name);
    const std::vector<Tokens> sources{source, {2, 8, 3}, {2, 6, 6, 3}};
    EncodedPairs pairs{sources, {}};
    const auto found = translate(*named.model, sources, {.max_length = 12});
    for (const Translation& one : found) {
      pairs.target.push_back({Vocabulary::bos});
      pairs.target.back().insert(pairs.target.back().end(), one.tokens.begin(), one.tokens.end());
    }
    const std::vector<PairScore> scores = score_pairs(*named.model, pairs, 2);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      CHECK(scores[i].tokens == std::ssize(found[i].tokens));
      CHECK(scores[i].log_probability == Approx(found[i].log_probability).epsilon(1e-4));
    }
  }
}

TEST_CASE("unknown words: the source word with the largest weight, or its translation", "[search]") {
  const Words source_words{"anna", "sees", "otto"}, target{"<unk>", "sieht", "<unk>"};
  Translation translation{.tokens = {1, 7, 1, 3}};
  // <bos>, three words, <eos>, padding: the ends and the padding are no words to copy, however large their weights.
  translation.weights = {
      {0.5, 0.3, 0.1, 0.1, 0, 0}, {0, 0, 1, 0, 0, 0}, {0, 0, 0.1, 0.2, 0.3, 0.4}, {0, 0, 0, 0, 1, 0}};
  std::vector<bool> copied;
  CHECK(copy_unknown(target, source_words, translation, {}, copied) == Words{"anna", "sieht", "otto"});
  CHECK(copied == std::vector<bool>{true, false, true});
  CHECK(copy_unknown(target, source_words, translation, {{"otto", "Otto"}}, copied) ==
        Words{"anna", "sieht", "Otto"});
  translation.weights.clear();  // a model without attention
  CHECK(copy_unknown(target, source_words, translation, {}, copied) == target);
}

TEST_CASE("unknown words: a dictionary has a word and its translation on each line", "[search]") {
  const TemporaryFolder folder;
  CHECK(read_dictionary(folder.file("good", "a\tb\n\nc\td e\n")) == Dictionary{{"a", "b"}, {"c", "d e"}});
  CHECK_THROWS_WITH(read_dictionary(folder.file("one", "a\n")), Contains("one:1: expected a word, a tab"));
  CHECK_THROWS_WITH(read_dictionary(folder.file("two", "a\tb\na\tc\n")),
                    Contains("two:2: 'a' is there twice"));
}
