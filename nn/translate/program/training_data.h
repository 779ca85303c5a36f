// The data from which `translate train` learns: pairs of sentences, and the vocabularies made of them.
#pragma once

#include "nn/text/batches.h"
#include "nn/text/corpus_filter.h"
#include "nn/translate/translator.h"
#include "tensor/ground/options.h"

namespace heed {

struct TrainingData {
  Corpus train;
  std::vector<SentencePair> valid;
  FilterResult filtered;
  EncodedPairs encoded_train, encoded_valid;  // the same pairs as token ids
};

// --max-length, in words.
Index max_length(const Options& options);

// Reads the files that the options name and gives the translator its tokeniser and vocabularies, unless it has
// a model, which has them already. The translator's random numbers decide which pairs are held out. Throws if a vocabulary has
// no words, and if no pair is left.
TrainingData load_training_data(const Options& options, Translator& translator);

}  // namespace heed
