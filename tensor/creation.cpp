#include "tensor/creation.h"

#include "tensor/ground/error.h"

#include <cmath>

namespace heed {

Tensor empty(const Shape& shape) {
  return Tensor(Storage::make(shape.numel()), 0, shape, contiguous_strides(shape));
}

Tensor zeros(const Shape& shape) { return full(shape, 0); }
Tensor ones(const Shape& shape) { return full(shape, 1); }
Tensor scalar(double value) { return full({}, value); }
Tensor full(const Shape& shape, double value) {
  return detail::generate(shape, [=] { return value; });
}

Tensor arange(double end) { return arange(0, end); }
Tensor arange(double begin, double end, double step) {
  const double steps = std::ceil((end - begin) / step);
  if (step == 0 || !std::isfinite(step) || !std::isfinite(steps)) {
    fail("arange: steps of ", step, " never lead from ", begin, " to ", end);
  }
  if (steps > static_cast<double>(Shape::max_numel))
    fail("arange: from ", begin, " to ", end, " in steps of ", step, " are too many elements to count");
  const Index count = steps > 0 ? static_cast<Index>(steps) : 0;
  Index i = 0;
  return detail::generate({count}, [&] { return begin + static_cast<double>(i++) * step; });
}

Tensor tensor(std::initializer_list<NestedList> rows) {
  const NestedList list(rows);
  std::vector<Scalar> values;
  list.append_to(values);
  return from_values(list.shape(), values);
}

Tensor from_values(const Shape& shape, const std::vector<Scalar>& values) {
  if (static_cast<Index>(values.size()) != shape.numel()) {
    fail("from_values: ", values.size(), " values for shape ", shape);
  }
  auto value = values.begin();
  return detail::generate(shape, [&] { return *value++; });
}

}  // namespace heed
