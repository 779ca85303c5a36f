// Exercise of lesson 27. Write the functions in exercise.cpp, then: make exercise N=27
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed::exercise {

// What is known of a softmax and its weighted sum after some of the keys: the largest score, the sum of
// e^(score - largest), and the sum of e^(score - largest) times the value, not yet divided by the first sum.
struct Partial {
  double largest, sum, output;
};

// 1. Puts two tiles together, as if all their keys had been in one tile.
Partial merge(const Partial& a, const Partial& b);

// 2. How many keys query i of a text of n words attends to (i from 0): local attention, causal, with this window.
Index local_keys(Index i, Index window);
//    ... and strided attention, causal, with this stride.
Index strided_keys(Index i, Index stride);

// 3. Linear attention of one query, not causal, by sums over the keys. q (d_k) and K (keys, d_k) are features
// already, all positive; V (keys, d_v) are the values. Returns (sum over j of (q · k_j) v_j) / (sum over j of
// q · k_j), of shape (d_v), without computing q · k_j for any j.
Tensor linear_read(const Tensor& q, const Tensor& K, const Tensor& V);

// 4. Predict before you run anything: full attention costs 2 n n d multiply-adds, local attention
// 2 n (2 window) d (without padding). From which length n on is a window of 100 cheaper?
Index predicted_length();

}  // namespace heed::exercise
