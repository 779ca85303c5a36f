// expect: you count the positions from 1
#define positions right_positions
#include "tutorials/14-transformer/exercise/solution.cpp"
#undef positions

namespace heed::exercise {

Tensor positions(Index length, Index size) {
  Tensor result = zeros({length, size});
  for (Index p = 0; p < length; ++p) {
    for (Index c = 0; c < size; c += 2) {
      const double angle =
          static_cast<double>(p + 1) / std::pow(10000, static_cast<double>(c) / static_cast<double>(size));
      result.at(p, c) = static_cast<Scalar>(std::sin(angle));
      result.at(p, c + 1) = static_cast<Scalar>(std::cos(angle));
    }
  }
  return result;
}

}  // namespace heed::exercise
