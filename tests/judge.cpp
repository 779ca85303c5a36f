#include "tests/judge.h"

#include "tensor/ground/error.h"

#include <cmath>

namespace heed::testing {

std::string difference(const Tensor& got, const Shape& shape, const std::vector<double>& expected,
                       const Allowed& allowed) {
  if (!got.defined()) return "the result is undefined";
  if (!(got.shape() == shape)) return text("shape ", got.shape(), " instead of ", shape);
  const std::vector<double> values = got.to_doubles();
  if (values.size() != expected.size()) return text(values.size(), " values instead of ", expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i], right = expected[i], bound = allowed(right);
    const bool close = std::isfinite(right) && std::abs(value - right) <= bound;
    if (value != right && !close)
      return text("element ", i, " is ", value, " instead of ", right, ", allowed is a distance of ", bound);
  }
  return "";
}

std::string difference(const Tensor& got, const Tensor& expected, const Allowed& allowed) {
  return difference(got, expected.shape(), expected.to_doubles(), allowed);
}

}  // namespace heed::testing
