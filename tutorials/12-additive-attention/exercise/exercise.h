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

// 2. From scores to weights, with padding hidden. scores (batch, keys); of row b, the first lengths[b] keys
// are words and the others padding. -> (batch, keys): 0 at padding, and each row sums to 1. No length is 0.
Tensor masked_weights(const Tensor& scores, const std::vector<Index>& lengths);

// 3. A decoder that writes by itself. `next` is given the last word and returns the scores (words) of the
// next one; it remembers its state between calls. Begin with `begin`; the answer is every word that was
// chosen before `end` was, and at most `longest` of them. Neither mark belongs to the answer.
std::vector<Token> write(const std::function<Tensor(Token last)>& next, Token begin, Token end,
                         Index longest);

// 4. Predict before you run anything: 4 words stand before 12 positions of padding, and somebody has
// forgotten the mask. Say that each word has the score 2, and each position of padding the score 0. What
// share of all the weight, between 0 and 1, goes to padding?
double predicted_leak();

}  // namespace heed::exercise
