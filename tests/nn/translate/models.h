// Small translation models of every kind, for the tests of the models, the search and the translator.
#pragma once

#include "nn/training/trainer.h"
#include "nn/translate/translation_model.h"
#include "nn/translate/translation_task.h"
#include "nn/translate/translator.h"

#include <memory>
#include <string>
#include <vector>

namespace heed::testing {

struct NamedModel {
  std::string
      name;  // "gru additive" ..., "gru none", "gru tied", "transformer post", "pre", "tied", "rotary, shared keys" ...
  std::unique_ptr<TranslationModel> model;
};

// One model of each kind with random parameters, 9 words on each side, and all sizes about `size`. The models
// are in evaluation mode, unless `dropout` is above 0.
std::vector<NamedModel> small_models(Rng& rng, double dropout = 0, Index size = 4);

// The same with vocabularies: "a" to "e" on the source side, "v" to "z" on the target side.
std::vector<Translator> small_translators(std::uint64_t seed = 1);

// Sentence pairs of up to 9 tokens, including <bos> and <eos>.
EncodedPairs random_pairs(Index count, Rng& rng);

// A trainer with its task.
struct TranslationTrainer : TranslationTask, Trainer {
  TranslationTrainer(Translator& translator, const EncodedPairs& train, const EncodedPairs& valid,
                     const TrainerOptions& options, const TranslationTaskOptions& how = {.batch = 4})
      : TranslationTask(translator, train, valid, how),
        Trainer(static_cast<const TranslationTask&>(*this), options) {}
};

}  // namespace heed::testing
