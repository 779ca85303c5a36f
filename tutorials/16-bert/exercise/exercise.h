// Exercise of lesson 16. Write the functions in exercise.cpp, then: make exercise N=16
#pragma once

#include "tensor/random.h"
#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed::exercise {

struct Hidden {
  std::vector<Token> input;    // what the model sees
  std::vector<Token> targets;  // the original word where one was chosen, 0 everywhere else
};

// 1. Hides words as BERT does. Token ids 0 to 3 are special and are never chosen; the words have the ids 4 to
// mask - 1; `mask` is [MASK]. Each word is chosen with probability 0.15. A chosen word becomes [MASK] with probability
// 0.8, and a random word with probability 0.1; otherwise it stays. All chosen words are targets.
Hidden hide(const std::vector<Token>& sentence, Token mask, Rng& rng);

// 2. The loss of the chosen words: the mean of -log(probability of the target), over the positions whose target is not
// 0. scores (time, words) come before the softmax. At least one target is not 0.
double hidden_loss(const Tensor& scores, const std::vector<Token>& targets);

// 3. The scores of the classes, from the vector at position 0 of each sentence: W h + b. states (batch, time, size),
// W (classes, size), b (classes) -> (batch, classes).
Tensor class_scores(const Tensor& states, const Tensor& W, const Tensor& b);

// 4. Predict before you run anything: each word of a sentence of 10 words is chosen with probability 0.15. In what
// share of such sentences, between 0 and 1, is no word chosen, so that the model learns nothing from them?
double predicted_unused();

}  // namespace heed::exercise
