#include "autograd/operations/layer_norm.h"

#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/fold.h"

#include <cmath>

namespace heed {
namespace {

constexpr Index row_grain = 8192;  // numbers worth a thread

}  // namespace

// With x^ = (x - m) r and r = 1 / sqrt(variance + epsilon):      y = x^ gain + shift
// dL/dshift = sum over rows of g          dL/dgain = sum over rows of g x^        where g = dL/dy
// dL/dx = r (d - mean(d) - x^ mean(d x^))                                         where d = g gain
// The two means are what is left of the gradient that flows through m and r.
Variable layer_norm(const Variable& x, const Variable& gain, const Variable& shift, double epsilon) {
  const Index n = x.rank() ? x.size(-1) : 0;
  if (n == 0 || !(gain.shape() == Shape{n}) || !(shift.shape() == Shape{n})) {
    fail("layer_norm: gain ", gain.shape(), " and shift ", shift.shape(),
         " must have the size of the last axis of ", x.shape());
  }
  const Tensor input = x.value().contiguous(), g = gain.value().contiguous(), s = shift.value().contiguous();
  const Index rows = input.numel() / n;
  Tensor output = empty(input.shape()), normalized = empty(input.shape()), scale = empty({rows});
  Scalar *const y = output.mutable_data(), *const hat = normalized.mutable_data(),
                *const r = scale.mutable_data();
  const Scalar *const in = input.data(), *const gains = g.data(), *const shifts = s.data();
  parallel_for(rows, row_grain / n + 1, [=](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      const Scalar* const a = in + row * n;
      Scalar *const h = hat + row * n, *const out = y + row * n;
      const Scalar mean = kernel::sum_row(a, n) / static_cast<Scalar>(n);
      const auto add_square = [mean](Scalar total, Scalar value) {
        return total + (value - mean) * (value - mean);
      };
      const Scalar variance =
          kernel::fold_row(a, n, 0, add_square, kernel::add_numbers) / static_cast<Scalar>(n);
      const Scalar inverse = 1 / std::sqrt(variance + static_cast<Scalar>(epsilon));
      r[row] = inverse;
      for (Index i = 0; i < n; ++i) h[i] = (a[i] - mean) * inverse;
      for (Index i = 0; i < n; ++i) out[i] = h[i] * gains[i] + shifts[i];
    }
  });
  const auto rule = [=, hats = Saved(normalized), scales = Saved(scale),
                     g = Saved(g)](const Tensor& upstream) {
    const Tensor grad = upstream.contiguous();
    Tensor dx = empty(grad.shape()), dgain = zeros({n}), dshift = zeros({n});
    Scalar *const out = dx.mutable_data(), *const to_gain = dgain.mutable_data(),
                  *const to_shift = dshift.mutable_data();
    const Scalar *const up = grad.data(), *const h = hats.get().data(), *const inverses = scales.get().data(),
                        *const weights = g.get().data();
    parallel_for(rows, row_grain / n + 1, [=](Index first, Index last) {
      for (Index row = first; row < last; ++row) {
        Scalar* const d = out + row * n;
        const Scalar *const u = up + row * n, *const x_hat = h + row * n;
        const auto add_product = [=](Scalar sum, Index i) { return sum + u[i] * weights[i] * x_hat[i]; };
        const Scalar mean_dx =
            kernel::fold_each(n, 0, add_product, kernel::add_numbers) / static_cast<Scalar>(n);
        const Scalar mean_d = kernel::dot_rows(u, weights, n) / static_cast<Scalar>(n);
        const Scalar inverse = inverses[row];
        for (Index i = 0; i < n; ++i) d[i] = inverse * (u[i] * weights[i] - mean_d - x_hat[i] * mean_dx);
      }
    });
    // Sums over rows: the threads share the columns, so each sum stays whole.
    parallel_for(n, row_grain / (rows + 1) + 1, [=](Index first, Index last) {
      for (Index row = 0; row < rows; ++row) {
        for (Index i = first; i < last; ++i) {
          to_gain[i] += up[row * n + i] * h[row * n + i];
          to_shift[i] += up[row * n + i];
        }
      }
    });
    return std::array<Tensor, 3>{dx, dgain, dshift};
  };
  return record_jointly("layer_norm", output, {&x, &gain, &shift}, rule);
}

}  // namespace heed
