#include "tensor/creation.h"

#include "tensor/ground/error.h"

#include <cmath>

namespace heed {

Tensor empty(const Shape& shape) {
  return Tensor(Storage::make(shape.numel()), 0, shape, contiguous_strides(shape));
}

namespace {

// A tensor whose elements are next(), called in row-major order.
template <class Next>
Tensor generate(const Shape& shape, Next next) {
  Tensor out = empty(shape);
  Scalar* numbers = out.mutable_data();
  for (Index i = 0, count = shape.numel(); i < count; ++i) numbers[i] = static_cast<Scalar>(next());
  return out;
}

}  // namespace

Tensor zeros(const Shape& shape) { return full(shape, 0); }
Tensor ones(const Shape& shape) { return full(shape, 1); }
Tensor scalar(double value) { return full({}, value); }
Tensor full(const Shape& shape, double value) {
  return generate(shape, [=] { return value; });
}

Tensor arange(double end) { return arange(0, end); }
Tensor arange(double begin, double end, double step) {
  const double steps = std::ceil((end - begin) / step);
  if (step == 0 || !std::isfinite(steps)) {
    fail("arange: no number of steps of ", step, " leads from ", begin, " to ", end);
  }
  const Index count = std::max(Index{0}, static_cast<Index>(steps));
  Index i = 0;
  return generate({count}, [&] { return begin + static_cast<double>(i++) * step; });
}

Tensor tensor(std::initializer_list<NestedList> rows) {
  const NestedList list(rows);
  std::vector<Scalar> values;
  list.append_to(values);
  return from_values(list.shape(), values);
}

Tensor from_values(const Shape& shape, const std::vector<Scalar>& values) {
  if (static_cast<Index>(values.size()) != shape.numel()) {
    fail("from_values: ", values.size(), " values do not fill shape ", shape);
  }
  auto value = values.begin();
  return generate(shape, [&] { return *value++; });
}

Tensor random_normal(const Shape& shape, Rng& rng, double mean, double deviation) {
  return generate(shape, [&] { return std::fma(deviation, rng.normal(), mean); });
}

Tensor random_uniform(const Shape& shape, Rng& rng, double low, double high) {
  return generate(shape, [&] { return rng.uniform(low, high); });
}

Tensor glorot_uniform(Index outputs, Index inputs, Rng& rng) {
  const double bound = std::sqrt(6.0 / static_cast<double>(inputs + outputs));
  return random_uniform({outputs, inputs}, rng, -bound, bound);
}

}  // namespace heed
