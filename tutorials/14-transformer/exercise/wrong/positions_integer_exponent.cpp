// expect: Is your exponent an integer?
#define positions right_positions
#include "tutorials/14-transformer/exercise/solution.cpp"
#undef positions

namespace heed::exercise {

Tensor positions(Index length, Index size) {
  Tensor result = zeros({length, size});
  for (Index p = 0; p < length; ++p) {
    for (Index c = 0; c < size; c += 2) {
      const double angle = static_cast<double>(p) / std::pow(10000, static_cast<double>(c / size));
      result.at(p, c) = static_cast<Scalar>(std::sin(angle));
      result.at(p, c + 1) = static_cast<Scalar>(std::cos(angle));
    }
  }
  return result;
}

}  // namespace heed::exercise
