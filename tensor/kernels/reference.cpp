#include "tensor/kernels/reference.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

namespace heed::reference {
namespace {

// scale x where the mask allows it, -infinity where it hides.
Tensor allowed_scores(const Tensor& x, const SoftmaxOptions& options) {
  if (!options.mask.defined()) return x * options.scale;
  return masked_fill(x * options.scale, logical_not(options.mask), minus_infinity);
}

}  // namespace

Tensor softmax(const Tensor& x, const SoftmaxOptions& options) {
  const Tensor s = allowed_scores(x, options);
  const Tensor m = maximum(max(s, options.axis, keep_axis), scalar(-1e30));  // finite, even if all are hidden
  const Tensor e = exp(s - m);
  const Tensor total = sum(e, options.axis, keep_axis);  // 0 if all are hidden, otherwise at least 1
  return e / where(equal(total, scalar(0)), scalar(1), total);
}

Tensor log_softmax(const Tensor& x, const SoftmaxOptions& options) {
  const Tensor s = allowed_scores(x, options);
  return where(equal(s, scalar(minus_infinity)), s, s - log_sum_exp(s, options.axis, keep_axis));
}

Tensor dropout_factors(const Shape& shape, const DropoutMask& mask) {
  std::vector<Scalar> factors(static_cast<std::size_t>(shape.numel()));
  const double p = mask.probability;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const bool dropped = hash_bits(mask.key, static_cast<std::uint32_t>(i)) < p * 0x1p32;
    factors[i] = static_cast<Scalar>(dropped ? 0 : 1 / (1 - p));
  }
  return from_values(shape, factors);
}

Tensor dropout(const Tensor& x, const DropoutMask& mask) { return x * dropout_factors(x.shape(), mask); }

Tensor attention(const Tensor& Q, const Tensor& K, const Tensor& V, const Tensor& mask, double scale,
                 const DropoutMask& dropped) {
  const Tensor S = matmul(Q, transpose(K));  // (..., queries, keys)
  const Tensor P = reference::softmax(S, {.mask = mask, .scale = scale});
  return matmul(dropout(P, dropped), V);
}

Tensor additive_scores(const Tensor& queries, const Tensor& keys, const Tensor& v) {
  const Tensor sums = unsqueeze(queries, 2) + unsqueeze(keys, 1);  // (batch, queries, keys, size)
  return sum(tanh(sums) * v, -1);
}

}  // namespace heed::reference
