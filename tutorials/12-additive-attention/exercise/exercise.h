// Exercise of lesson 12. Write the functions in exercise.cpp, then: make exercise N=12
#pragma once

#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <functional>
#include <vector>

namespace heed::exercise {

// 1. The additive score of all pairs: v . tanh(W_q q + W_k k). Q (m, query size), K (n, key size),
// W_q (size, query size), W_k (size, key size), v (size) -> (m, n).
Tensor additive_scores(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k,
                       const Tensor& v);

// 2. From scores to weights, with padding hidden. scores (batch, keys): in row b, the first
// lengths[b] keys are words and the others are padding. -> (batch, keys): 0 at padding, and each
// row sums to 1. No length is 0.
Tensor masked_weights(const Tensor& scores, const std::vector<Index>& lengths);

// 3. A decoder without a teacher. `next` takes the previous word and returns the scores (words)
// of the next word; it remembers its state between calls. Begin with `bos`. Returns the words
// that were chosen before `eos` was, at most `max_length` of them. Neither `bos` nor `eos` is
// part of the result.
std::vector<Token> write(const std::function<Tensor(Token previous)>& next, Token bos, Token eos,
                         Index max_length);

// 4. Predict before you run anything: 4 words are followed by 12 positions of padding, and the mask
// was forgotten. Suppose that each word has the score 2, and each position of padding the score 0.
// What share of all the weight, between 0 and 1, goes to padding?
double predicted_leak();

}  // namespace heed::exercise
