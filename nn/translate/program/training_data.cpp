#include "nn/translate/program/training_data.h"

#include "nn/training/trainer.h"
#include "nn/translate/model_tables.h"
#include "nn/translate/tokenizer_settings.h"

#include <filesystem>
#include <limits>

namespace heed {
namespace {

void load_pairs_of(TrainingData& data, const Options& options, const Translator& translator) {
  const CorpusOptions how{.tokenizer = translator.tokenizer, .maximum_length = max_length(options)};
  data.train = options.given("--pairs")
                   ? load_pairs(options.text("--pairs"), how)
                   : load_parallel(options.text("--source"), options.text("--target"), how);
  if (options.given("--valid-source")) {
    data.valid = load_parallel(options.text("--valid-source"), options.text("--valid-target"), how).pairs;
  } else if (options.given("--valid-pairs")) {
    data.valid = load_pairs(options.text("--valid-pairs"), how).pairs;
  } else {
    data.valid = hold_out(data.train, options.number("--valid-fraction", 0, 1), *translator.rng);
  }
}

Vocabulary build_vocabulary(const std::vector<SentencePair>& pairs, Words SentencePair::*side,
                            const Options& options) {
  WordCounts counts;
  for (const SentencePair& pair : pairs) count_words(pair.*side, counts);
  const Index max = options.integer("--max-vocabulary", 0);
  Vocabulary vocabulary = Vocabulary::build(counts, options.integer("--min-frequency", 1),
                                            max ? max : std::numeric_limits<Index>::max());
  if (vocabulary.size() == Vocabulary().size()) {
    fail("no word is left in the ", side == &SentencePair::source ? "source" : "target",
         " vocabulary: give a smaller --min-frequency or a larger --max-vocabulary");
  }
  return vocabulary;
}

// As the option says. But a run that is resumed goes on reading as it began, even if
// that was before text was normalised.
Tokenizer chosen_tokenizer(const Options& options) {
  const Tokenizer chosen = tokenizer_from_name(options.choice("--tokenizer", {"plain", "split"}));
  const std::string state = Trainer::state_file_in(options.text("--out"));
  if (!options.given("--resume") || !std::filesystem::exists(state)) return chosen;
  const Settings saved = load_safetensors(state).metadata;
  if (!saved.count("tokenizer") || saved.at("tokenizer") != tokenizer_name(chosen)) return chosen;
  return tokenizer_from_settings(saved);
}

}  // namespace

Index max_length(const Options& options) { return options.integer("--max-length", 1, 10'000'000); }

TrainingData load_training_data(const Options& options, Translator& translator) {
  translator.tokenizer = chosen_tokenizer(options);
  TrainingData data;
  load_pairs_of(data, options, translator);
  translator.source = build_vocabulary(data.train.pairs, &SentencePair::source, options);
  translator.target = build_vocabulary(data.train.pairs, &SentencePair::target, options);
  data.encoded_train = encode(data.train.pairs, translator.source, translator.target);
  data.encoded_valid = encode(data.valid, translator.source, translator.target);
  return data;
}

}  // namespace heed
