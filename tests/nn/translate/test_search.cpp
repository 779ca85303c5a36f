#include "nn/translate/search.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/nn/translate/models.h"

#include <cmath>
#include <limits>

using namespace heed;
using namespace heed::testing;

namespace {

std::vector<Tokens> sources() { return {{2, 4, 5, 6, 7, 3}, {2, 8, 3}, {2, 7, 5, 4, 3}, {2, 6, 6, 3}}; }

// <pad> and <bos> are never part of a translation.
bool is_word(Token token) { return token != Vocabulary::pad && token != Vocabulary::bos; }

// The log probability of `target` (with <bos>) as a translation, by the model's logits of the whole sentence,
// without a decoder state or a batch.
double log_probability(const TranslationModel& model, const Tokens& source, const Tokens& target) {
  EncodedPairs pair{{source}, {target}};
  pair.target[0].push_back(Vocabulary::pad);  // the last word is only predicted
  const Batch batch = make_batch(pair, {0});
  const Tensor scores = log_softmax(model.logits(batch).value());
  double total = 0;
  for (std::size_t t = 1; t < target.size(); ++t)
    total += static_cast<double>(scores(0, static_cast<Index>(t) - 1, target[t]));
  return total;
}

// Greedy search in its plainest form: the likeliest next word, with everything computed again each time.
Tokens plain_greedy(const TranslationModel& model, const Tokens& source, std::size_t max_length) {
  Tokens words{Vocabulary::bos};
  while (words.size() <= max_length && (words.size() == 1 || words.back() != Vocabulary::eos)) {
    EncodedPairs pair{{source}, {words}};
    pair.target[0].push_back(Vocabulary::pad);
    const Tensor scores = model.logits(make_batch(pair, {0})).value();
    Token best = Vocabulary::unknown;
    for (Token word = 0; word < 9; ++word) {
      if (is_word(word) && scores(0, -1, word) > scores(0, -1, best)) best = word;
    }
    words.push_back(best);
  }
  return Tokens(words.begin() + 1, words.end());
}

}  // namespace

TEST_CASE("search: a beam of one is greedy search", "[search]") {
  Rng rng(1);
  for (const NamedModel& named : small_models(rng)) {
    const std::vector<Translation> found = translate(*named.model, sources(), {.beam = 1, .max_length = 12});
    for (std::size_t i = 0; i < found.size(); ++i) {
      INFO(named.name << ", sentence " << i);
      CHECK(found[i].tokens == plain_greedy(*named.model, sources()[i], 12));
    }
  }
}

TEST_CASE("search: log probabilities are those of the model, for greedy and beam search", "[search]") {
  Rng rng(2);
  // A sum of at most 12 logarithms, each within some 100 roundings of the largest of the scores.
  const double tolerance = 12 * 1000 * std::numeric_limits<Scalar>::epsilon();
  for (const NamedModel& named : small_models(rng)) {
    for (const Index beam : {1, 4}) {
      const auto found = translate(*named.model, sources(), {.beam = beam, .max_length = 12});
      for (std::size_t i = 0; i < found.size(); ++i) {
        INFO(named.name << ", beam " << beam << ", sentence " << i);
        Tokens target{Vocabulary::bos};
        target.insert(target.end(), found[i].tokens.begin(), found[i].tokens.end());
        const double expected = log_probability(*named.model, sources()[i], target);
        CHECK(std::abs(found[i].log_probability - expected) <= tolerance * (1 + std::abs(expected)));
      }
    }
  }
}

TEST_CASE("search: sentences decoded together or one by one get the same translations", "[search]") {
  Rng rng(3);
  for (const NamedModel& named : small_models(rng)) {
    for (const Index beam : {1, 3}) {
      const auto together =
          translate(*named.model, sources(), {.beam = beam, .max_length = 12, .weights = true});
      const auto alone = translate(*named.model, sources(), {.beam = beam, .batch = 1, .max_length = 12});
      CHECK(alone[0].weights.empty());
      for (std::size_t i = 0; i < together.size(); ++i) {
        INFO(named.name << ", beam " << beam << ", sentence " << i);
        CHECK(together[i].tokens == alone[i].tokens);
        CHECK(together[i].weights.size() == (named.name == "gru none" ? 0 : together[i].tokens.size()));
        for (const std::vector<double>& row : together[i].weights) {
          double total = 0;
          for (std::size_t key = 0; key < row.size(); ++key) total += row[key];
          CHECK(std::abs(total - 1) <= 64 * std::numeric_limits<Scalar>::epsilon());
        }
      }
    }
  }
}

TEST_CASE("search: a beam that keeps every hypothesis finds the best translation of all", "[search]") {
  Rng rng(4);
  for (const NamedModel& named : small_models(rng)) {
    if (named.name == "gru hard") continue;  // a rounding may change the chosen key
    for (const double penalty : {0.0, 1.0, 4.0}) {
      // At most three words of seven: fewer than 7 * 7 * 7 hypotheses at any time.
      const Tokens source = sources()[0];
      const Translation found =
          translate(*named.model, {source}, {.beam = 400, .length_penalty = penalty, .max_length = 3})[0];
      const auto rank = [penalty](double log_p, std::size_t words) {
        return log_p / std::pow((5 + static_cast<double>(words)) / 6, penalty);
      };
      double best = -std::numeric_limits<double>::infinity();
      Tokens best_words;
      const auto visit = [&](auto&& self, const Tokens& words) -> void {
        const bool ended = words.size() > 1 && (words.back() == Vocabulary::eos || words.size() == 4);
        if (ended) {
          const double score = rank(log_probability(*named.model, source, words), words.size() - 1);
          if (score > best) best = score, best_words = Tokens(words.begin() + 1, words.end());
          return;
        }
        for (Token next = 0; next < 9; ++next) {
          if (!is_word(next)) continue;
          Tokens longer = words;
          longer.push_back(next);
          self(self, longer);
        }
      };
      visit(visit, {Vocabulary::bos});
      INFO(named.name << ", penalty " << penalty);
      CHECK(found.tokens == best_words);
    }
  }
}

TEST_CASE(
    "search: translations end at the maximum length, candidates are sorted, and the model stays in training "
    "mode",
    "[search]") {
  Rng rng(5);
  const NamedModel named = std::move(small_models(rng).back());
  named.model->train();
  const auto found = translate(*named.model, sources(), {.beam = 2, .max_length = 2});
  CHECK(named.model->is_training());
  for (const Translation& one : found) {
    CHECK(one.tokens.size() <= 2);
    REQUIRE(one.candidates.size() == one.tokens.size());
    for (const auto& row : one.candidates) {
      CHECK(row.size() == 5);
      for (std::size_t i = 1; i < row.size(); ++i) CHECK(row[i - 1].probability >= row[i].probability);
    }
  }
  CHECK(translate(*named.model, {}).empty());
  CHECK(error_of([&] { translate(*named.model, sources(), {.beam = 0}); }) ==
        "translate: the beam must be 1 to 1000, not 0");
}
