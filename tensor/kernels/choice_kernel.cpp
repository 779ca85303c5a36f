#include "tensor/kernels/choice_kernel.h"

#include "tensor/creation.h"

#include <cmath>

namespace heed::kernel {
namespace {

// The first position of the largest weight of w (n), or of NaN.
Index largest(const Scalar* w, Index n) {
  Index best = 0;
  for (Index i = 1; i < n && !std::isnan(w[best]); ++i) {
    if (w[i] > w[best] || std::isnan(w[i])) best = i;
  }
  return best;
}

// The position i at which w_0 + ... + w_i first exceeds `share`. If rounding errors
// leave no such position: the last position with a weight above 0. The first NaN ends the sum and is drawn.
Index drawn(const Scalar* w, Index n, double share) {
  Index chosen = 0;
  double left = share;
  for (Index i = 0; i < n && left >= 0; ++i) {
    if (w[i] > 0 || std::isnan(w[i])) chosen = i;
    left -= static_cast<double>(w[i]);
  }
  return chosen;
}

// 1 at position choose(row, n) of each row.
template <class Choose>
Tensor one_of_each_row(const Tensor& weights, Choose choose) {
  const Tensor rows = weights.contiguous();
  const Index n = rows.size(-1), count = n ? rows.numel() / n : 0;
  Tensor result = zeros(rows.shape());
  const Scalar* const in = rows.data();
  Scalar* const out = result.mutable_data();
  for (Index row = 0; row < count; ++row) {
    const Scalar* const w = in + row * n;
    const Index chosen = choose(w, n);
    if (w[chosen] > 0) out[row * n + chosen] = 1;
    if (std::isnan(w[chosen])) out[row * n + chosen] = w[chosen];
  }
  return result;
}

}  // namespace

Tensor choose_largest(const Tensor& weights) { return one_of_each_row(weights, largest); }

Tensor choose_by_weight(const Tensor& weights, Rng& rng) {
  return one_of_each_row(weights, [&rng](const Scalar* w, Index n) { return drawn(w, n, rng.uniform()); });
}

}  // namespace heed::kernel
