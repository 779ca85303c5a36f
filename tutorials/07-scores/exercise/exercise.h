// Exercise of lesson 07. Write the functions in exercise.cpp, then: make exercise N=07
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed::exercise {

// 1. Cosine attention with a sharpness: the softmax, over the keys, of `sharpness` times the
// cosine. Q (m, d_k), K (n, d_k) -> (m, n).
Tensor sharp_cosine_weights(const Tensor& Q, const Tensor& K, double sharpness);

// 2. The additive score v . tanh(W_q q + W_k k) of every query with every key, without the
// library's function. Q (m, d_q), K (n, d_k), W_q (size, d_q), W_k (size, d_k), v (size) -> (m, n).
Tensor additive(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k, const Tensor& v);

// 3. A general score by hand. In the lesson's task "shuffled", entry i of the query is entry
// order[i] of the right key. Returns the W (d, d) with which q . W k multiplies each entry of q by
// its counterpart in k only.
Tensor weight_for(const std::vector<Index>& order);

// 4. Predict before you run anything: the entries of q and k are independent, with mean 0 and
// standard deviation 2; d_k = 64. What is the standard deviation of q . k / sqrt(d_k)?
double predicted_deviation();

}  // namespace heed::exercise
