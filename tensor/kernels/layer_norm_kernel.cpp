#include "tensor/kernels/layer_norm_kernel.h"

#include "tensor/creation.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/fold.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <cmath>

namespace heed::kernel {
namespace {

// One row: x, gain, shift -> x̂ and y. Returns r.
Scalar normalize_row(Index n, const Scalar* x, const Scalar* gain, const Scalar* shift, Scalar epsilon,
                     Scalar* x_hat, Scalar* y) {
  const Scalar mean = sum_row(x, n) / static_cast<Scalar>(n);
  const auto add_square = [mean](Scalar sum, Scalar value) { return sum + (value - mean) * (value - mean); };
  const Scalar variance = fold_row(x, n, 0, add_square, add_numbers) / static_cast<Scalar>(n);
  const Scalar r = 1 / std::sqrt(variance + epsilon);
  for (Index i = 0; i < n; ++i) x_hat[i] = (x[i] - mean) * r;
  for (Index i = 0; i < n; ++i) y[i] = x_hat[i] * gain[i] + shift[i];
  return r;
}

// Forward: x̂ = (x - mean) r. With d = dL/dx̂ = dL/dy gain,
//     dL/dx = r (d - mean(d) - x̂ mean(d x̂))
// mean(d) is the part of the gradient that flows through `mean`,
// and x̂ mean(d x̂) the part that flows through r.
void backward_row(Index n, const Scalar* grad, const Scalar* x_hat, Scalar r, const Scalar* gain,
                  Scalar* dx) {
  const auto add_product = [=](Scalar sum, Index i) { return sum + grad[i] * gain[i] * x_hat[i]; };
  const Scalar mean_d_x_hat = fold_each(n, 0, add_product, add_numbers) / static_cast<Scalar>(n);
  const Scalar mean_d = dot_rows(grad, gain, n) / static_cast<Scalar>(n);
  for (Index i = 0; i < n; ++i) dx[i] = r * (grad[i] * gain[i] - mean_d - x_hat[i] * mean_d_x_hat);
}

Index rows_of(const Tensor& x) { return x.numel() / x.size(-1); }

}  // namespace

Normalized layer_norm(const Tensor& input, const Tensor& gain_, const Tensor& shift_, double epsilon) {
  const Tensor x = input.contiguous(), gain = gain_.contiguous(), shift = shift_.contiguous();
  const Index n = x.size(-1), rows = rows_of(x);
  Normalized result{empty(x.shape()), empty(x.shape()), empty({rows})};
  Scalar *const y = result.y.mutable_data(), *const x_hat = result.x_hat.mutable_data(),
                *const r = result.inverse_deviation.mutable_data();
  parallel_for(rows, grain_for(2 * n), [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      r[row] = normalize_row(n, x.data() + row * n, gain.data(), shift.data(), static_cast<Scalar>(epsilon),
                             x_hat + row * n, y + row * n);
    }
  });
  return result;
}

Tensor layer_norm_backward_x(const Tensor& upstream, const Tensor& x_hat, const Tensor& inverse_deviation,
                             const Tensor& gain) {
  const Tensor grad = upstream.contiguous(), weights = gain.contiguous();
  const Index n = grad.size(-1), rows = rows_of(grad);
  Tensor result = empty(grad.shape());
  Scalar* const dx = result.mutable_data();
  parallel_for(rows, grain_for(2 * n), [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      backward_row(n, grad.data() + row * n, x_hat.data() + row * n, inverse_deviation.data()[row],
                   weights.data(), dx + row * n);
    }
  });
  return result;
}

// Forward: y = x̂ gain + shift. dL/dgain = sum over rows of dL/dy x̂. The threads share the columns, so
// each sum has one order.
Tensor layer_norm_backward_gain(const Tensor& upstream, const Tensor& x_hat) {
  const Tensor grad = upstream.contiguous();
  const Index n = grad.size(-1), rows = rows_of(grad);
  Tensor result = zeros({n});
  Scalar* const dgain = result.mutable_data();
  const Scalar *const g = grad.data(), *const x = x_hat.data();
  parallel_for(n, grain_for(rows), [=](Index first, Index last) {
    LongFold sums(dgain + first, last - first);
    for (Index row = 0; row < rows; ++row) {
      sums.before(row);
      for (Index i = first; i < last; ++i) dgain[i] += g[row * n + i] * x[row * n + i];
    }
    sums.finish();
  });
  return result;
}

// Forward: y = x̂ gain + shift. dL/dshift = sum over rows of dL/dy.
Tensor layer_norm_backward_shift(const Tensor& grad) { return sum(flatten_leading(grad, 1), 0); }

}  // namespace heed::kernel
