#include "nn/transformer/positions.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/shape_functions.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"

#include <cmath>

namespace heed {

Tensor sinusoidal_positions(Index length, Index size) {
  checked_size("sinusoidal_positions", "the length", length);
  checked_size("sinusoidal_positions", "the size", size);
  Tensor table = empty({length, size});
  Scalar* to = table.mutable_data();
  for (Index position = 0; position < length; ++position) {
    for (Index i = 0; i < size; ++i) {
      const double angle = static_cast<double>(position) /
                           std::pow(10000, static_cast<double>(i / 2 * 2) / static_cast<double>(size));
      *to++ = static_cast<Scalar>(i % 2 == 0 ? std::sin(angle) : std::cos(angle));
    }
  }
  return table;
}

Positions::Positions(PositionKind kind, Index max_length, Index size, Rng& rng)
    : kind_(kind), size_(checked_size("positions", "the size", size, 1)) {
  checked_size("positions", "the maximum length", max_length, 1);
  if (kind == PositionKind::learned) {
    const double bound = std::sqrt(6.0 / static_cast<double>(max_length + size));
    learned_ =
        std::make_unique<Parameter>(*this, "weight", random_uniform({max_length, size}, rng, -bound, bound));
  }
}

Variable Positions::operator()(const Variable& x, Index begin) const {
  require_defined("positions", x);
  if (x.rank() != 3 || x.size(2) != size_)
    fail("positions: x must have shape (batch, time, ", size_, "), not ", x.shape());
  checked_size("positions", "the first position", begin);
  const Index end = begin + x.size(1);
  if (learned_) {
    if (end > learned_->size(0))
      fail("positions: a sentence of ", end, " tokens, but there are learned positions for only ",
           learned_->size(0));
    return x + slice(*learned_, 0, begin, end);
  }
  if (kind_ != PositionKind::sinusoidal) return x;
  if (!sinusoidal_.defined() || end > sinusoidal_.size(0))
    sinusoidal_ = sinusoidal_positions(2 * end, x.size(-1));
  return x + slice(sinusoidal_, 0, begin, end);
}

}  // namespace heed
