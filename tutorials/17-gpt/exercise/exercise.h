// Exercise of lesson 17. Write the functions in exercise.cpp, then: make exercise N=17
#pragma once

#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed::exercise {

struct Shifted {
  std::vector<Token> input, target;
};

// 1. What a language model reads and what it must predict: each target is the token after its input.
// A passage of n tokens gives n - 1 of each.
Shifted shift(const std::vector<Token>& passage);

// 2. The probabilities with which the next token is drawn: the logits are divided by the temperature, only the k largest
// stay, and softmax makes probabilities of them. All others have the probability 0. logits (words) -> (words); k is at least 1;
// no two logits are equal.
std::vector<double> drawn(const Tensor& logits, double temperature, Index k);

// 3. The perplexity of a text: e to the mean of -log p over its tokens. p are the probabilities that the model gave to the
// tokens that came.
double perplexity(const std::vector<double>& p);

// 4. Predict before you run anything: what is the loss of a fresh GPT with a vocabulary of 1,000 words, in nats?
double predicted_start();

}  // namespace heed::exercise
