// Search: from the logits of each next word to a translation.
#pragma once

#include "nn/sampling.h"
#include "nn/translate/search_rules.h"
#include "nn/translate/translation_model.h"

#include <optional>

namespace heed {

constexpr Index max_beam = 1000;

struct SearchOptions {
  Index beam = 1;    // hypotheses kept for each sentence, at most max_beam; 1 is greedy search
  Index n_best = 1;  // translations returned for each sentence, at most `beam`
  // A hypothesis of n words is ranked by log p / ((5 + n) / 6)^length_penalty + coverage, with
  // coverage = coverage_penalty * sum over source words of log min(1, the attention that the word has had in all)
  // (Wu et al., 2016, section 7). Here the source words are those between <bos> and <eos>, and an attention below 0.001
  // counts as that: a word without any would make the rank -infinity.
  double length_penalty = 1, coverage_penalty = 0;
  Index batch = 64;      // sentences decoded together
  Index max_length = 0;  // words in a translation; 0: twice as many tokens as the source has, and 10 more
  bool weights = false;  // whether to keep the attention weights of each word, see Translation::weights
  SearchRules rules = {};
  // If set, the words are drawn at random instead of searched, and `beam` must be 1. Each sentence has random numbers of its
  // own, seeded by one draw from `rng` in the order of the sentences.
  std::optional<SamplingOptions> sampling = std::nullopt;
  Rng* rng = nullptr;
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
  double rank = 0;  // see SearchOptions::length_penalty
  // For each word its attention weights on the source, one for each source token: of the last attention in
  // the decoder's step, averaged over the heads. Only with SearchOptions::weights.
  std::vector<std::vector<double>> weights = {};
  std::vector<std::vector<Candidate>> candidates =
      {};  // for each word the five likeliest, the likeliest first
};

// Translations of the sources (each with <bos> and <eos>), in their order. A search ends when no hypothesis
// that still grows can rank among the `n_best` finished ones. The model is in evaluation
// mode while it decodes. Throws if a source is longer than the model can read; no translation is longer
// than the model can read either.
std::vector<Translation> translate(TranslationModel& model, const std::vector<Tokens>& sources,
                                   const SearchOptions& options = {});

// The same with up to `n_best` translations of each source, the highest rank first. There are fewer if the search
// found no more.
std::vector<std::vector<Translation>> translate_n_best(TranslationModel& model,
                                                       const std::vector<Tokens>& sources,
                                                       const SearchOptions& options);

}  // namespace heed
