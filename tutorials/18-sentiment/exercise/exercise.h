// Exercise of lesson 18. Write the functions in exercise.cpp, then: make exercise N=18
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed::exercise {

// 1. The mean of the words that count: x (batch, time, size), lengths (batch) -> (batch, size). Row b has lengths[b]
// words; what comes after them is padding, and may hold any numbers.
Tensor mean_of_words(const Tensor& x, const std::vector<Index>& lengths);

// 2. Attention pooling of one review: x (time, size), W (hidden, size), b (hidden), q (hidden) -> (size). The score of
// word t is q · tanh(W x_t + b).
Tensor attend(const Tensor& x, const Tensor& W, const Tensor& b, const Tensor& q);

// 3. How much of the attention is on the words that carry the verdict: the sum of the weights of those words.
// weights (time) sum to 1; reason has one entry for each word.
double share_of_reason(const Tensor& weights, const std::vector<bool>& reason);

// 4. Predict before you run anything: half of all reviews are "the A is good but the B is bad", and the other half
// "the A is bad but the B is good"; the side after "but" is the verdict. In what share of them, between 0 and 1, is the
// best possible model right that takes the mean of the word vectors?
double predicted_mean();

}  // namespace heed::exercise
