// Exercise of lesson 20. Write the functions in exercise.cpp, then: make exercise N=20
#pragma once

#include "tensor/tensor.h"

namespace heed::exercise {

// 1. One convolution in loops: picture (height, width), kernel (a, b) -> (height - a + 1, width - b + 1). Entry (y, x) of
// the result is the sum of kernel(i, j) picture(y + i, x + j) over i and j.
Tensor convolve(const Tensor& picture, const Tensor& kernel);

// 2. A picture (height, width) in squares of size x size pixels, row by row -> (squares, size * size). Height and width
// are multiples of size.
Tensor cut(const Tensor& picture, Index size);

// 3. Predict before you run anything: a picture of 28 x 28 pixels is cut into patches of 4 x 4, and a class token is put
// before them. How many weights does one head of self-attention compute for this picture?
double predicted_weights();

}  // namespace heed::exercise
