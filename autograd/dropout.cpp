#include "autograd/dropout.h"

#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/error.h"
#include "tensor/threads.h"

namespace heed {
namespace {

// x with the same numbers dropped each time it is called with the same key: nothing needs to be kept for
// backward.
Tensor drop(const Tensor& x, double p, std::uint64_t key) {
  const Tensor source = x.contiguous();
  Tensor out = empty(source.shape());
  const Scalar* const from = source.data();
  Scalar* const to = out.mutable_data();
  const Scalar scale = static_cast<Scalar>(1 / (1 - p));
  const auto threshold = static_cast<std::uint32_t>(p * 0x1p32);
  parallel_for(source.numel(), 16384, [=](Index first, Index last) {
    for (Index i = first; i < last; ++i) {
      to[i] = hash_bits(key, static_cast<std::uint32_t>(i)) >= threshold ? from[i] * scale : Scalar{0};
    }
  });
  return out;
}

}  // namespace

// y = x m / (1 - p) with a random m of zeros and ones        dL/dx = dL/dy m / (1 - p)
Variable dropout(const Variable& x, double p, Rng& rng) {
  if (!(p >= 0 && p < 1)) fail("dropout: the probability must be at least 0 and below 1, not ", p);
  if (p == 0) return x;
  const std::uint64_t key = rng.bits();
  return record("dropout", drop(x.data(), p, key),
                Edge{x, [=](const Tensor& grad) { return drop(grad, p, key); }});
}

}  // namespace heed
