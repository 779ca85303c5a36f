// The doctor must find each illness in a patient that has it, and none in one that has not.
#include "nn/translate/doctor/doctor.h"
#include "nn/translate/gru_model.h"
#include "nn/translate/transformer_model.h"
#include "tensor/creation.h"
#include "tests/catch.h"
#include "tests/nn/translate/models.h"

#include <algorithm>
#include <set>

using namespace heed;
using namespace heed::testing;

namespace {

// Sentences of "a" to "e", and their translations, "v" to "z", word by word.
std::vector<SentencePair> pairs(Index count = 12) {
  Rng rng(3);
  std::vector<SentencePair> all;
  for (Index i = 0; i < count; ++i) {
    SentencePair pair{.source = {}, .target = {}, .line = i + 1};
    for (Index n = 0; n < 3 + i % 4; ++n) {
      const char word = static_cast<char>(rng.integer(5));
      pair.source.emplace_back(1, static_cast<char>('a' + word));
      pair.target.emplace_back(1, static_cast<char>('v' + word));
    }
    all.push_back(pair);
  }
  return all;
}

Vocabulary vocabulary(const std::string& letters) {
  WordCounts counts;
  for (const char letter : letters) counts[std::string(1, letter)] = 1;
  return Vocabulary::build(counts);
}

GRUModelOptions gru_options() {
  return {.source_words = 9, .target_words = 9, .embedding = 8, .hidden = 16, .dropout = 0};
}

// A GRU with one of the mistakes that learners make.
enum class Mistake { none, future, padding, order };
class SickModel : public GRUModel {
 public:
  SickModel(Mistake mistake, Rng& rng) : GRUModel(gru_options(), rng), mistake_(mistake) {}
  Variable logits(const Batch& batch) const override {
    Batch sick = batch;
    if (mistake_ == Mistake::future) sick.target_in = batch.target_out;
    if (mistake_ == Mistake::padding)
      sick.source_lengths.assign(sick.source_lengths.size(), sick.source.columns);
    for (Index row = 0; mistake_ == Mistake::order && row < sick.source.rows; ++row) {
      Token* const first = sick.source.ids.data() + row * sick.source.columns;
      std::sort(first, first + sick.source_lengths[static_cast<std::size_t>(row)]);
    }
    return GRUModel::logits(sick);
  }

 private:
  Mistake mistake_;
};

Translator translator_with(std::unique_ptr<TranslationModel> model) {
  Translator translator;
  translator.source = vocabulary("abcde");
  translator.target = vocabulary("vwxyz");
  translator.model = std::move(model);
  translator.model->eval();
  return translator;
}
Translator sick(Mistake mistake) {
  static Rng rng(5);
  return translator_with(std::make_unique<SickModel>(mistake, rng));
}

Verdict verdict(Finding (*probe)(const Patient&), const Translator& translator,
                const std::vector<SentencePair>& given) {
  const Finding finding = probe(make_patient(translator, given, nullptr));
  INFO(finding.probe << ": " << finding.measured);
  CHECK((finding.verdict == Verdict::ok || !finding.advice.empty() ||
         finding.verdict == Verdict::not_examined));
  CHECK_FALSE(finding.measured.empty());
  return finding.verdict;
}

}  // namespace

TEST_CASE("doctor: a mistake of the model is found by its own probe", "[doctor]") {
  const auto all = pairs();
  for (const Mistake mistake : {Mistake::none, Mistake::future, Mistake::padding, Mistake::order}) {
    CAPTURE(static_cast<int>(mistake));
    const Translator translator = sick(mistake);
    const auto expected = [&](Mistake own) { return mistake == own ? Verdict::wrong : Verdict::ok; };
    CHECK(verdict(probe_future, translator, all) == expected(Mistake::future));
    CHECK(verdict(probe_padding, translator, all) == expected(Mistake::padding));
    CHECK(verdict(probe_order, translator, all) == expected(Mistake::order));
  }
  CHECK(verdict(probe_padding, sick(Mistake::none), {all[0]}) == Verdict::not_examined);
}

TEST_CASE("doctor: a fresh model starts at ln V and learns by heart", "[doctor]") {
  const Translator translator = sick(Mistake::none);
  CHECK(verdict(probe_start, translator, pairs()) == Verdict::ok);
  CHECK(verdict(probe_by_heart, translator, pairs()) == Verdict::ok);
  // One unit cannot remember eight sentences.
  GRUModelOptions tiny = gru_options();
  tiny.embedding = tiny.hidden = 1;
  static Rng rng(1);
  const Translator small = translator_with(std::make_unique<GRUModel>(tiny, rng));
  CHECK(verdict(probe_by_heart, small, pairs()) == Verdict::wrong);
  CHECK(verdict(probe_free, translator, pairs()) == Verdict::look);  // untrained
}

TEST_CASE("doctor: a model that needs its teacher is found", "[doctor]") {
  // It copies its decoder's input, which in training is the correct word, one step ahead.
  class Copies : public SickModel {
   public:
    explicit Copies(Rng& rng) : SickModel(Mistake::none, rng) {}
    Variable logits(const Batch& batch) const override {
      Tensor scores = zeros({batch.target_out.rows, batch.target_out.columns, 9});
      for (Index i = 0; i < scores.numel() / 9; ++i)
        scores.mutable_data()[i * 9 + batch.target_out.ids[static_cast<std::size_t>(i)]] = 10;
      return Variable(scores);
    }
  };
  static Rng rng(2);
  CHECK(verdict(probe_free, translator_with(std::make_unique<Copies>(rng)), pairs()) == Verdict::wrong);
}

TEST_CASE("doctor: even attention, dead heads and dead units are found", "[doctor]") {
  static Rng rng(4);
  const auto all = pairs();
  const auto gru = [&](const std::string& attention) {
    GRUModelOptions options = gru_options();
    options.attention = attention;
    return std::make_unique<GRUModel>(options, rng);
  };
  CHECK(verdict(probe_even, translator_with(gru("none")), all) == Verdict::not_examined);
  auto even = gru("additive");
  for (const auto& [name, parameter] : even->named_parameters()) {
    Tensor values = parameter.value();
    if (name.starts_with("attention")) values.copy_from(zeros(values.shape()));
  }
  const Translator flat = translator_with(std::move(even));
  CHECK(verdict(probe_even, flat, all) == Verdict::look);
  CHECK(verdict(probe_heads, flat, all) == Verdict::look);
  CHECK(verdict(probe_units, flat, all) == Verdict::ok);

  // Weights that are sharp because the queries and keys are large.
  auto sharp = gru("general");
  for (const auto& [name, parameter] : sharp->named_parameters()) {
    Tensor values = parameter.value();
    if (name.starts_with("attention")) values.copy_from(values * 100);
  }
  const Translator decided = translator_with(std::move(sharp));
  CHECK(verdict(probe_even, decided, all) == Verdict::ok);

  TransformerModelOptions options{.source_words = 9, .target_words = 9, .transformer = {}};
  options.transformer = {.size = 8, .heads = 2, .layers = 1, .feed_forward = 16, .dropout = 0};
  for (const bool dead : {false, true}) {
    auto model = std::make_unique<TransformerModel>(options, rng);
    for (const auto& [name, parameter] : model->named_parameters()) {
      Tensor values = parameter.value();
      if (dead && name.ends_with("linear1.bias")) values.copy_from(full(values.shape(), -100));
    }
    CHECK(verdict(probe_units, translator_with(std::move(model)), all) ==
          (dead ? Verdict::wrong : Verdict::ok));
  }
}

TEST_CASE("doctor: what is wrong with the pairs is found", "[doctor]") {
  const Translator translator = sick(Mistake::none);
  std::vector<SentencePair> all = pairs();
  CHECK(verdict(probe_unknown, translator, all) == Verdict::ok);
  CHECK(verdict(probe_swapped, translator, all) == Verdict::ok);
  CHECK(verdict(probe_language, translator, all) == Verdict::ok);
  CHECK(probe_both_sets(make_patient(translator, all, nullptr)).verdict == Verdict::not_examined);
  const std::vector<SentencePair> none;
  CHECK(probe_both_sets(make_patient(translator, all, &none)).verdict == Verdict::ok);
  CHECK(probe_both_sets(make_patient(translator, all, &all)).verdict == Verdict::wrong);

  std::vector<SentencePair> swapped = all;
  for (SentencePair& pair : swapped) std::swap(pair.source, pair.target);
  CHECK(verdict(probe_swapped, translator, swapped) == Verdict::wrong);
  CHECK(verdict(probe_language, translator, swapped) == Verdict::wrong);
  CHECK(verdict(probe_unknown, translator, swapped) == Verdict::wrong);
  all[4].target = all[4].source;  // never translated
  CHECK(verdict(probe_language, translator, all) == Verdict::look);
  all[4].target = {"v", "q", "r"};
  CHECK(verdict(probe_unknown, translator, {all[4]}) == Verdict::wrong);
}

TEST_CASE("doctor: all probes run for every kind of model, and change no parameter", "[doctor]") {
  for (const Translator& translator : small_translators()) {
    std::vector<std::vector<Scalar>> before;
    for (const Variable& parameter : translator.model->parameters())
      before.emplace_back(parameter.value().data(), parameter.value().data() + parameter.value().numel());
    std::set<std::string> probes;
    examine(make_patient(translator, pairs(), nullptr),
            [&](const Finding& finding) { probes.insert(finding.probe); });
    CHECK(probes.size() == 14);
    std::size_t i = 0;
    for (const Variable& parameter : translator.model->parameters()) {
      CHECK(std::equal(before[i].begin(), before[i].end(), parameter.value().data()));
      ++i;
    }
  }
  const Translator translator = sick(Mistake::none);
  CHECK_THROWS_WITH(make_patient(translator, {}, nullptr), Catch::Contains("none of the 0 pairs"));
  CHECK(make_patient(translator, pairs(1000), nullptr).pairs.size() == 200);
}
