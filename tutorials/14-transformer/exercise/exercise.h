// Exercise of lesson 14. Write the functions in exercise.cpp, then: make exercise N=14
#pragma once

#include "tensor/tensor.h"

namespace heed::exercise {

// 1. The vectors of places 0, 1, 2 ... -> (length, size). Element (p, 2i) is sin(p / 10000^(2i / size)), and
// element (p, 2i + 1) the cosine of the same. size is even.
Tensor positions(Index length, Index size);

// 2. The decoder's mask (time, time): 1 where the word at place `row` may look at the word at place `column`,
// else 0. Each may look at itself and at those before.
Tensor causal_mask(Index time);

// 3. Layer normalisation: each vector of x (words, size) is moved to mean 0 and scaled to variance 1 (of all
// its numbers, divided by their count), with epsilon added to the variance before the root; then multiplied
// by gain (size) and shifted by shift (size).
Tensor layer_norm(const Tensor& x, const Tensor& gain, const Tensor& shift, double epsilon);

// 4. Predict before you run anything: how many numbers does one encoder layer learn, with d_model = 64, 8
// heads, and a feed-forward of 128? Query, key, value and output are matrices with a bias each; so are the
// two of the feed-forward; and there are two normalisations.
double predicted_numbers();

}  // namespace heed::exercise
