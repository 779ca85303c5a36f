// Exercise of lesson 14. Write the functions in exercise.cpp, then: make exercise N=14
#pragma once

#include "tensor/tensor.h"

namespace heed::exercise {

// 1. The vectors of positions 0, 1, 2 ... -> (length, size). Element (p, 2i) is sin(p / 10000^(2i /
// size)), and element (p, 2i + 1) is the cosine of the same angle. size is even.
Tensor positions(Index length, Index size);

// 2. The decoder's mask (time, time): 1 where position `row` may attend to position `column`, else
// 0. Each position may attend to itself and to all positions before it.
Tensor causal_mask(Index time);

// 3. Layer normalisation: each vector of x (words, size) is moved to mean 0 and scaled to variance
// 1. The variance is the mean square over the vector's entries, divided by their count, and
// epsilon is added to it before the root. Then each vector is multiplied by gain (size) and
// shifted by shift (size).
Tensor layer_norm(const Tensor& x, const Tensor& gain, const Tensor& shift, double epsilon);

// 4. Predict before you run anything: how many parameters does one encoder layer have, with d_model
// = 64, 8 heads, and a feed-forward of size 128? Query, key, value and output are matrices with a
// bias each, and so are the two matrices of the feed-forward. There are two normalisations.
double predicted_parameters();

}  // namespace heed::exercise
