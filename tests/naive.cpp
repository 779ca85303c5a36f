#include "tests/naive.h"

namespace heed::naive {

double Array::operator()(const Position& position) const {
  const std::size_t extra = position.size() - static_cast<std::size_t>(shape.rank());
  Index place = 0;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    place = place * shape[axis] + (shape[axis] == 1 ? 0 : position[static_cast<std::size_t>(axis) + extra]);
  }
  return numbers[static_cast<std::size_t>(place)];
}

Array from(const Tensor& x) {
  const std::vector<Scalar> numbers = x.to_vector();
  return {x.shape(), std::vector<double>(numbers.begin(), numbers.end())};
}

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

}  // namespace heed::naive
