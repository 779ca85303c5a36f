// Which of several translations wins: search with a model whose probabilities are given here.
#include "nn/translate/search.h"
#include "nn/translate/transformer_model.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

#include <cmath>

using namespace heed;
using heed::testing::error_of;

namespace {

constexpr Token eos = Vocabulary::eos, bos = Vocabulary::bos, a = 4, b = 5, c = 6, words = 7;

// The next word depends only on the previous word.
class Chain : public TranslationModel {
 public:
  using Table = std::map<Token, std::map<Token, double>>;
  explicit Chain(Table table) : table_(std::move(table)) {}

  std::unique_ptr<DecoderState> start(const TokenMatrix&, const std::vector<Index>&) const override {
    return std::make_unique<Nothing>(*this);
  }
  Tensor step(DecoderState&, const std::vector<Token>& last) const override {
    Tensor logits = full({static_cast<Index>(last.size()), words}, -100);  // as good as impossible
    for (std::size_t row = 0; row < last.size(); ++row) {
      const auto next = table_.find(last[row]);
      if (next == table_.end()) continue;
      for (const auto& [word, probability] : next->second)
        logits.mutable_data()[static_cast<Index>(row) * words + word] =
            static_cast<Scalar>(std::log(probability));
    }
    return logits;
  }
  Variable logits(const Batch&) const override { return {}; }
  std::map<std::string, std::string> settings() const override { return {}; }

 private:
  struct Nothing : DecoderState {
    using DecoderState::DecoderState;
    void reorder(const std::vector<Index>&) override {}
  };
  Table table_;
};

Tokens best(TranslationModel& model, Index beam, double penalty, Index max_length = 10) {
  return translate(model, {{bos, a, eos}},
                   {.beam = beam, .length_penalty = penalty, .max_length = max_length})[0]
      .tokens;
}

}  // namespace

TEST_CASE("search: the length penalty favours longer translations", "[search]") {
  // "" has probability 0.4, "a b" 0.6 * 0.6 * 0.9 = 0.324: log 0.4 = -0.916, log 0.324 = -1.127. Divided by
  // (5 + 1) / 6 and (5 + 3) / 6 they are -0.916 and -0.845.
  Chain model({{bos, {{a, 0.6}, {eos, 0.4}}}, {a, {{b, 0.6}, {eos, 0.4}}}, {b, {{eos, 0.9}, {a, 0.1}}}});
  CHECK(best(model, 4, 0) == Tokens{eos});
  CHECK(best(model, 4, 1) == Tokens{a, b, eos});
  CHECK(best(model, 4, 0.8) == Tokens{a, b, eos});  // -1.127 / (8 / 6)^0.8 = -0.895
  CHECK(best(model, 4, 0.7) == Tokens{eos});        // -1.127 / (8 / 6)^0.7 = -0.921
}

TEST_CASE(
    "search: a beam finds a translation that greedy search misses, and the best finished hypothesis wins",
    "[search]") {
  // Greedy takes a (0.55), after which nothing is likely; b leads to 0.45 * 0.95.
  Chain model({{bos, {{a, 0.55}, {b, 0.45}}},
               {a, {{a, 0.34}, {b, 0.33}, {eos, 0.33}}},
               {b, {{eos, 0.95}, {a, 0.05}}}});
  CHECK(best(model, 1, 0) == Tokens{a, a, a, a, a, a, a, a, a, a});
  CHECK(best(model, 2, 0) == Tokens{b, eos});
  CHECK(best(model, 5, 0) == Tokens{b, eos});
}

TEST_CASE("search: it goes on while a growing hypothesis can win, however many are finished", "[search]") {
  // "" has probability 0.3 and "b" 0.18: with a beam of 2, both are finished when "a c" has 0.49. "a c" ends with 0.485.
  Chain model({{bos, {{a, 0.5}, {eos, 0.3}, {b, 0.2}}},
               {a, {{c, 0.98}, {eos, 0.02}}},
               {b, {{eos, 0.9}, {c, 0.1}}},
               {c, {{eos, 0.99}, {a, 0.01}}}});
  for (const double penalty : {-0.5, 0.0, 1.0, 3.0}) {
    INFO("penalty " << penalty);
    for (const Index beam : {1, 2, 3, 7}) CHECK(best(model, beam, penalty) == Tokens{a, c, eos});
  }
  CHECK(best(model, 2, -2) == Tokens{eos});  // log p * (words + 5)^2 / 36: -1.20 and -1.29
}

TEST_CASE("search: a growing hypothesis that is now behind can win by its length", "[search]") {
  // log 0.55 = -0.598 for "". "a", "a b" and "a b c" have 0.45 = e^-0.799 and then end: (5 + 4) / 6 gives
  // -0.532, above -0.598, but at its second word it ranks only -0.799 / (7 / 6) = -0.684.
  Chain model({{bos, {{eos, 0.55}, {a, 0.45}}}, {a, {{b, 1}}}, {b, {{c, 1}}}, {c, {{eos, 1}}}});
  for (const Index beam : {2, 3}) {
    CHECK(best(model, beam, 1) == Tokens{a, b, c, eos});
    CHECK(best(model, beam, 0) == Tokens{eos});
    CHECK(best(model, beam, -1) == Tokens{eos});
  }
}

TEST_CASE("search: <pad> and <bos> are never part of a translation", "[search]") {
  Chain model(
      {{bos, {{Vocabulary::pad, 0.5}, {bos, 0.3}, {a, 0.2}}}, {a, {{Vocabulary::pad, 0.9}, {eos, 0.1}}}});
  for (const Index beam : {1, 2, 4}) CHECK(best(model, beam, 1) == Tokens{a, eos});
}

TEST_CASE("search: of equally likely words the first wins, and a translation that was cut has no <eos>",
          "[search]") {
  Chain model({{bos, {{a, 0.5}, {b, 0.5}}}, {a, {{b, 1}}}, {b, {{a, 1}}}});
  for (const Index beam : {1, 2, 3}) CHECK(best(model, beam, 1, 3) == Tokens{a, b, a});
}

TEST_CASE("search: learned positions limit the length of sources and translations", "[search]") {
  Rng rng(1);
  TransformerModelOptions options{.source_words = 6, .target_words = 6, .transformer = {}};
  options.transformer = {.size = 4, .heads = 1, .layers = 1, .feed_forward = 4};
  options.positions = PositionKind::learned;
  options.max_length = 5;
  TransformerModel model(options, rng);
  for (auto [name, parameter] : model.named_parameters()) {
    if (name == "output.bias") parameter.value().mutable_data()[eos] = -100;  // it never predicts <eos>
  }
  for (const Translation& one : translate(model, {{bos, a, b, a, eos}, {bos, eos}}, {.beam = 2}))
    CHECK(one.tokens.size() == 5);
  CHECK(error_of([&] {
          translate(model, {{bos, a, a, a, a, eos}});
        }) == "translate: a sentence of 4 words; this model reads at most 3");
}
