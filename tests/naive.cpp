#include "tests/naive.h"

#include <cmath>

namespace heed::naive {

double Array::operator()(const Position& position) const {
  const std::size_t extra = position.size() - static_cast<std::size_t>(shape.rank());
  Index place = 0;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    place = place * shape[axis] + (shape[axis] == 1 ? 0 : position[static_cast<std::size_t>(axis) + extra]);
  }
  return numbers[static_cast<std::size_t>(place)];
}

Array from(const Tensor& x) { return {x.shape(), x.to_doubles()}; }

Position with(Position position, int axis, Index value) {
  (axis < 0 ? position.end()[axis] : position.begin()[axis]) = value;
  return position;
}

Position with_axis(Position position, int axis, Index value) {
  position.insert(position.begin() + axis, value);
  return position;
}

Position without_axis(Position position, int axis) {
  position.erase(position.begin() + axis);
  return position;
}

void gemm(Index m, Index n, Index k, kernel::ConstMatrix a, kernel::ConstMatrix b, Scalar* c,
          Index c_row_stride, const kernel::Finish& finish) {
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < n; ++j) {
      Scalar sum = 0;
      for (Index p = 0; p < k; ++p) {
        sum +=
            a.data[i * a.row_stride + p * a.column_stride] * b.data[p * b.row_stride + j * b.column_stride];
      }
      if (finish.bias != nullptr) sum += finish.bias[j];
      if (finish.activation == Activation::relu) sum = sum < 0 ? 0 : sum;
      if (finish.activation == Activation::gelu) sum *= (1 + std::erf(sum / std::sqrt(Scalar{2}))) / 2;
      Scalar& target = c[i * c_row_stride + j];
      target = finish.accumulate ? target + sum : sum;
    }
  }
}

}  // namespace heed::naive
