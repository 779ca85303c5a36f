// Exercise of lesson 23. Write the functions in exercise.cpp, then: make exercise N=23
#pragma once

#include "tensor/tensor.h"

#include <complex>
#include <string>
#include <vector>

namespace heed::exercise {

using Complex = std::complex<double>;

// 1. The fast Fourier transform of N numbers, where N is a power of two:
//
//     X_k = sum over n of x_n e^(-2 pi i k n / N)
std::vector<Complex> fourier(const std::vector<Complex>& x);

// 2. How many letters must be inserted, deleted or replaced to make b of a: edits("cat", "at") is 1.
Index edits(const std::string& a, const std::string& b);

// 3. How much of the attention is on the right time: weights (letters, steps), each row with the sum 1. Letter t is spoken from
// step begins[t] to the step before begins[t + 1]. Returns the mean over the letters of the weight on these steps.
double share_on_time(const Tensor& weights, const std::vector<Index>& begins);

// 4. Predict before you run anything: a wave of 1000 hertz, 8000 samples per second, 256 samples. At which k, from 0 to
// 128, is the power spectrum largest?
Index predicted_line();

}  // namespace heed::exercise
