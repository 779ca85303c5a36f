// Search: from scores of next words to a translation.
#pragma once

#include "nn/translate/translation_model.h"

namespace heed {

struct SearchOptions {
  Index beam = 1;  // hypotheses kept for each sentence; 1 is greedy search
  double length_penalty =
      1;              // a hypothesis of n words is ranked by log p / ((5 + n) / 6)^this (Wu et al., 2016, 7)
  Index batch = 64;   // sentences decoded together
  Index longest = 0;  // words in a translation; 0: twice the source's and 10 more
  bool weights = false;  // keep the attention weights of each word, see Translation::weights
};

struct Candidate {
  Token token;
  double probability;
};

// The `count` likeliest of a row of log probabilities, likeliest first, of equal ones the first. Padding and
// another beginning are no words.
std::vector<Candidate> likeliest(const Scalar* log_probabilities, Index words, Index count);

struct Translation {
  std::vector<Token> tokens;  // the words, without bos; ends with eos unless it was cut at the longest length
  double log_probability = 0;
  // For each word its attention weights on the source, one for each source token: of the last attention in
  // the decoder's step, averaged over the heads. Only if SearchOptions::weights asked for them.
  std::vector<std::vector<double>> weights;
  std::vector<std::vector<Candidate>> candidates;  // for each word the five likeliest, likeliest first
};

// Translations of the sources (each with bos and eos), in their order. The model is put into evaluation while
// it decodes. Throws when a source is longer than the model can read; no translation is longer either.
std::vector<Translation> translate(TranslationModel& model, const std::vector<Tokens>& sources,
                                   const SearchOptions& options = {});

}  // namespace heed
