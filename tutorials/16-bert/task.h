// The task of lesson 16: English sentences, their tense, and a classifier that learns it from few labels.
#pragma once

#include "tutorials/16-bert/model.h"

#include <string>
#include <vector>

namespace heed {

constexpr Index pretraining_epochs = 30;

// English sentences with their labels: 1 for past, 0 for present.
struct Labelled {
  std::vector<Tokens> sentences;
  std::vector<Token> labels;

  Index size() const { return static_cast<Index>(sentences.size()); }
};

// The English side of the corpus: about one sentence in seven is kept for testing.
struct English {
  Vocabulary vocabulary;
  Token mask;  // the id of [MASK], after all words
  Labelled train, test;

  English();

  Index words() const { return mask + 1; }
  std::string word(Token token) const { return token == mask ? "[MASK]" : vocabulary.word(token); }
  // The token ids of a sentence in which the word "_" is a gap.
  TokenMatrix with_gap(const std::string& sentence) const;
};

// Whether the sentence is in the past.
bool is_past(const Words& sentence);

// Trains a classifier on `count` labelled sentences and returns the share of test sentences with the right class. It
// starts from random numbers, or from a pretrained reader.
double classify(const English& english, Index count, Rng rng, const MaskedModel* pretrained);

}  // namespace heed
