// Search: from the logits of each next word to a translation.
#pragma once

#include "nn/translate/translation_model.h"

namespace heed {

constexpr Index max_beam = 1000;

struct SearchOptions {
  Index beam = 1;  // hypotheses kept for each sentence, at most max_beam; 1 is greedy search
  // A hypothesis of n words is ranked by log p / ((5 + n) / 6)^length_penalty (Wu et al., 2016, section 7).
  double length_penalty = 1;
  Index batch = 64;      // sentences decoded together
  Index max_length = 0;  // words in a translation; 0: twice as many tokens as the source has, and 10 more
  bool weights = false;  // whether to keep the attention weights of each word, see Translation::weights
};

struct Candidate {
  Token token;
  double probability;
};

// The `count` likeliest tokens of a row of log probabilities, the likeliest first; of equally likely tokens,
// the smaller id first. <pad> and <bos> are left out, because they are never part of a translation.
std::vector<Candidate> likeliest(const Scalar* log_probabilities, Index words, Index count);

struct Translation {
  std::vector<Token> tokens;  // without <bos>; ends with <eos> unless it was cut at the maximum length
  double log_probability = 0;
  // For each word its attention weights on the source, one for each source token: of the last attention in
  // the decoder's step, averaged over the heads. Only with SearchOptions::weights.
  std::vector<std::vector<double>> weights;
  std::vector<std::vector<Candidate>> candidates;  // for each word the five likeliest, the likeliest first
};

// Translations of the sources (each with <bos> and <eos>), in their order. A search ends when no hypothesis
// that still grows can rank above the best finished one. The model is in evaluation
// mode while it decodes. Throws if a source is longer than the model can read; no translation is longer
// than the model can read either.
std::vector<Translation> translate(TranslationModel& model, const std::vector<Tokens>& sources,
                                   const SearchOptions& options = {});

}  // namespace heed
