#include "autograd/operations/dropout.h"

#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"

namespace heed {
namespace {

// A run of numbers, of which the first is number `begin`.
void drop_run(Index count, std::uint64_t key, std::uint32_t begin, std::uint32_t threshold, Scalar scale,
              const Scalar* __restrict from, Scalar* __restrict to) {
  for (Index i = 0; i < count; ++i) {
    const std::uint32_t bits = hash_bits(key, begin + static_cast<std::uint32_t>(i));
    to[i] = bits >= threshold ? from[i] * scale : Scalar{0};
  }
}

// x with the same numbers dropped each time it is called with the same key: nothing needs to be kept for
// backward.
Tensor drop(const Tensor& x, double p, std::uint64_t key) {
  const Tensor source = x.contiguous();
  Tensor out = empty(source.shape());
  const Scalar* const from = source.data();
  Scalar* const to = out.mutable_data();
  const Scalar scale = static_cast<Scalar>(1 / (1 - p));
  const auto threshold = static_cast<std::uint32_t>(p * 0x1p32);
  parallel_for(source.numel(), grain_for(1), [=](Index first, Index last) {
    drop_run(last - first, key, static_cast<std::uint32_t>(first), threshold, scale, from + first,
             to + first);
  });
  return out;
}

}  // namespace

// y = x m / (1 - p) with a random m of zeros and ones        dL/dx = dL/dy m / (1 - p)
Variable dropout(const Variable& x, double p, Rng& rng) {
  if (!(p >= 0 && p < 1)) fail("dropout: the probability must be at least 0 and below 1, not ", p);
  if (p == 0) return x;
  const std::uint64_t key = rng.bits();
  return record("dropout", drop(x.value(), p, key),
                Edge{x, [=](const Tensor& grad) { return drop(grad, p, key); }});
}

}  // namespace heed
