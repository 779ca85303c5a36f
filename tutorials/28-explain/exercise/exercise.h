// Exercise of lesson 28. Write the functions in exercise.cpp, then: make exercise N=28
#pragma once

#include "tensor/ground/scalar.h"

#include <functional>
#include <string>
#include <vector>

namespace heed::exercise {

using Words = std::vector<std::string>;

// 1. Kendall's tau-b of two rankings: (pairs in the same order - pairs in opposite order) / sqrt(pairs that
// a orders times pairs that b orders). A pair with equal values is not ordered. 0 if a or b orders no pair.
double tau(const std::vector<double>& a, const std::vector<double>& b);

// 2. For each word, by how much the margin of the review changes without it: the absolute value, one number
// for each word. A word that occurs twice is left out once for each of its positions.
std::vector<double> leave_one_out(const Words& review, const std::function<double(const Words&)>& margin);

// 3. Two states have the margins low and high, and low < wanted < high. Returns the weight of the high one, so that the
// weighted sum of the two is `wanted`; the low one has the rest of the weight.
double weight_of_high(double low, double high, double wanted);

// 4. Predict before you run anything: two rankings of ten words without ties have 3 pairs in opposite order.
// What is their tau?
double predicted_tau();

}  // namespace heed::exercise
