// Exercise of lesson 06. Write the functions in exercise.cpp, then: make exercise N=06
#pragma once

#include "tensor/tensor.h"

namespace heed::exercise {

// 1. One query, with loops over single numbers. query (d_k), keys (n, d_k), values (n,
// d_v) -> (d_v).
Tensor read(const Tensor& query, const Tensor& keys, const Tensor& values);

// 2. Many queries, as matrices. Q (m, d_k), K (n, d_k), V (n, d_v) -> (m, d_v). The scores are
// q.k / sqrt(d_k).
Tensor attend(const Tensor& Q, const Tensor& K, const Tensor& V);

// 3. One of n keys has a score that is `gap` higher than the others, which are all equal. How large
// must the gap be for that key to get the weight `share`? n >= 2, 0 < share < 1.
double gap_for(Index n, double share);

// 4. Predict before you run anything: the lesson's scores are 0, 2, 1, and the fox gets the weight
// 0.6652. Add 100 to each of the three scores. What is the fox's weight now?
double predicted_weight_of_the_fox();

}  // namespace heed::exercise
