#include "tensor/kernels/dropout_kernel.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"

namespace heed::kernel {
namespace {

// y_i = m_i x_i / (1 - p) for `count` elements of a tensor, beginning at element number `first`.
void drop_run(Dropper drop, std::uint32_t first, Index count, const Scalar* __restrict x,
              Scalar* __restrict y) {
  for (Index i = 0; i < count; ++i) y[i] = drop(x[i], first + static_cast<std::uint32_t>(i));
}

}  // namespace

double check_probability(const char* operation, double probability) {
  if (!(probability >= 0 && probability < 1))
    fail(operation, " probability must be at least 0 and below 1, not ", probability);
  return probability;
}

Tensor dropout(const Tensor& x, const DropoutMask& mask) {
  require_defined("dropout", x);
  const Tensor source = x.contiguous();
  Tensor result = empty(source.shape());
  const Scalar* const in = source.data();
  Scalar* const out = result.mutable_data();
  parallel_for(source.numel(), grain_for(1), [=, drop = Dropper(mask)](Index first, Index last) {
    drop_run(drop, static_cast<std::uint32_t>(first), last - first, in + first, out + first);
  });
  return result;
}

// Forward: y = m x / (1 - p). Its derivative m / (1 - p) does not depend on x, so the adjoint is
// the same function of dy.
Tensor dropout_adjoint(const Tensor& dy, const DropoutMask& mask) { return dropout(dy, mask); }

}  // namespace heed::kernel
