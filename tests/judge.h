// The judge of tests that compare a tensor with expected values: one loop for all of them, with tests of its own.
#pragma once

#include "tensor/tensor.h"

#include <functional>
#include <string>
#include <vector>

namespace heed::testing {

// How far a value may be from the expected value.
using Allowed = std::function<double(double expected)>;

// Why `got` is not as expected: another shape, or the first element that is farther away than allowed. "" if it is
// as expected. A NaN is never close, and an infinity only to itself.
std::string difference(const Tensor& got, const Shape& shape, const std::vector<double>& expected,
                       const Allowed& allowed);
std::string difference(const Tensor& got, const Tensor& expected, const Allowed& allowed);

}  // namespace heed::testing
