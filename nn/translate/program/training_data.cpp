#include "nn/translate/program/training_data.h"

#include "nn/training/trainer.h"
#include "nn/translate/model_tables.h"
#include "nn/translate/program/pairs_of_options.h"
#include "nn/translate/program/train_options.h"
#include "nn/translate/tokenizer_settings.h"

#include <algorithm>
#include <filesystem>
#include <limits>

namespace heed {
namespace {

void load_pairs_of(TrainingData& data, const Options& options, const Translator& translator) {
  const CorpusOptions how{.tokenizer = translator.tokenizer, .maximum_length = max_length(options)};
  data.train = load_given_pairs(options, "--", how);
  if (options.given("--valid-source") || options.given("--valid-pairs")) {
    data.valid = load_given_pairs(options, "--valid-", how).pairs;
  } else {
    data.valid = hold_out(data.train, options.number("--valid-fraction", 0, 1), *translator.rng);
  }
}

WordCounts counts_of(const std::vector<SentencePair>& pairs, bool source, bool target) {
  WordCounts counts;
  for (const SentencePair& pair : pairs) {
    if (source) count_words(pair.source, counts);
    if (target) count_words(pair.target, counts);
  }
  return counts;
}

Vocabulary word_vocabulary(const WordCounts& counts, const std::string& side, const Options& options) {
  const Index max = options.integer("--max-vocabulary", 0);
  Vocabulary vocabulary = Vocabulary::build(counts, options.integer("--min-frequency", 1),
                                            max ? max : std::numeric_limits<Index>::max());
  if (vocabulary.size() == Vocabulary().size())
    fail("no word is left in the ", side,
         " vocabulary: give a smaller --min-frequency or a larger --max-vocabulary");
  return vocabulary;
}

// The bytes and the special tokens are part of the size.
Vocabulary piece_vocabulary(const WordCounts& counts, const Options& options) {
  const Index bytes = Vocabulary::of_pieces(BytePairs()).size();
  return Vocabulary::of_pieces(
      BytePairs::learn(counts, options.integer("--vocabulary", bytes, 1'000'000) - bytes));
}

void build_vocabularies(const std::vector<SentencePair>& pairs, const Options& options,
                        Translator& translator) {
  const auto build = [&](bool source, bool target, const std::string& side) {
    const WordCounts counts = counts_of(pairs, source, target);
    return translator.tokenizer == Tokenizer::bpe ? piece_vocabulary(counts, options)
                                                  : word_vocabulary(counts, side, options);
  };
  if (options.choice("--share-vocabulary", {"no", "yes"}) == "yes") {
    translator.source = translator.target = build(true, true, "shared");
  } else {
    translator.source = build(true, false, "source");
    translator.target = build(false, true, "target");
  }
}

// Words become pieces, which may be more than --max-length. Returns the pairs as token ids, and removes from `pairs` those
// that are too long.
EncodedPairs encode_pairs(std::vector<SentencePair>& pairs, const Translator& translator, Index longest,
                          Index& too_long) {
  EncodedPairs all = encode(pairs, translator.source, translator.target), kept;
  std::vector<SentencePair> kept_pairs;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (std::ssize(all.source[i]) > longest + 2 || std::ssize(all.target[i]) > longest + 2) {
      ++too_long;
      continue;
    }
    kept_pairs.push_back(std::move(pairs[i]));
    kept.source.push_back(std::move(all.source[i]));
    kept.target.push_back(std::move(all.target[i]));
  }
  pairs = std::move(kept_pairs);
  return kept;
}

// As the option says. But a run that is resumed goes on reading as it began, even if
// that was before text was normalised.
Tokenizer chosen_tokenizer(const Options& options) {
  const Tokenizer chosen = tokenizer_from_name(options.choice("--tokenizer", {"plain", "split", "bpe"}));
  const std::string state = Trainer::state_file_in(options.text("--out"));
  if (!options.given("--resume") || !std::filesystem::exists(state)) return chosen;
  const Settings saved = load_safetensors(state).metadata;
  if (!saved.count("tokenizer") || saved.at("tokenizer") != tokenizer_name(chosen)) return chosen;
  return tokenizer_from_settings(saved);
}

}  // namespace

Index max_length(const Options& options) { return options.integer("--max-length", 1, 10'000'000); }

TrainingData load_training_data(const Options& options, Translator& translator) {
  if (!translator.model) translator.tokenizer = chosen_tokenizer(options);
  TrainingData data;
  load_pairs_of(data, options, translator);
  data.filtered = filter(data.train.pairs, data.valid, filter_options(options));
  if (data.train.pairs.empty())
    fail("no training pair is left: ", data.filtered.dropped.to_string(),
         " were left out (see --drop and --max-ratio)");
  if (!translator.model) build_vocabularies(data.train.pairs, options, translator);
  Index longest = max_length(options);
  if (translator.model) longest = std::min(longest, translator.model->max_length() - 2);
  data.encoded_train = encode_pairs(data.train.pairs, translator, longest, data.train.too_long);
  data.encoded_valid = encode_pairs(data.valid, translator, longest, data.train.too_long);
  if (data.train.pairs.empty() || data.valid.empty())
    fail("no ", data.train.pairs.empty() ? "training" : "validation", " pair has at most ", longest,
         " pieces on each side; give a larger --max-length or --vocabulary");
  return data;
}

}  // namespace heed
