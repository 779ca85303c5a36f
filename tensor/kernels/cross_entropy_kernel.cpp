#include "tensor/kernels/cross_entropy_kernel.h"

#include "tensor/creation.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/fold.h"
#include "tensor/raw/vector.h"

#include <algorithm>
#include <cmath>

namespace heed::kernel {
namespace {

// One row of logits with its m and l.
struct Row {
  Index classes;
  const Scalar* x;
  Scalar m, l;
  Scalar minus_log(Index c) const { return l - (x[c] - m); }  // -log softmax(x)_c
};

// l = log sum_c e^(x_c - m)
Scalar log_sum_of(Index classes, const Scalar* x, Scalar m) {
  const auto add_exp = [m](Scalar sum, Scalar value) { return sum + fast::exp(value - m); };
  return std::log(fold_row(x, classes, 0, add_exp, add_numbers));
}

// sum_c w_c q_c (l - (x_c - m)). With s = 0 only the target counts.
Scalar loss_of_row(const Row& row, Token t, Scalar s, const Scalar* w) {
  const Scalar loss = (1 - s) * row.minus_log(t) * (w ? w[t] : 1);
  if (s == 0) return loss;
  const auto add = [=](Scalar sum, Index c) { return sum + row.minus_log(c); };
  const auto add_weighted = [=](Scalar sum, Index c) { return sum + w[c] * row.minus_log(c); };
  const Scalar all =
      w ? fold_each(row.classes, 0, add_weighted, add_numbers) : fold_each(row.classes, 0, add, add_numbers);
  return loss + s / static_cast<Scalar>(row.classes) * all;
}

// Forward: loss = sum_c w_c q_c (l - (x_c - m)), and d(m + l)/dx_c = softmax(x)_c = e^(x_c - m - l).
// With g, the gradient of the row's loss:
//     dx_c = g (W e^(x_c - m - l) - w_c q_c)        W = sum_c w_c q_c, which is 1 if all weights are 1
void backward_row(const Row& row, Scalar g, Token t, Scalar s, const Scalar* w, Scalar* dx) {
  const auto [classes, x, m, l] = row;
  const Scalar everywhere = s / static_cast<Scalar>(classes);
  if (!w) {
    for (Index c = 0; c < classes; ++c) dx[c] = g * (fast::exp((x[c] - m) - l) - everywhere);
    dx[t] -= g * (1 - s);
    return;
  }
  const Scalar W = (1 - s) * w[t] + everywhere * sum_row(w, classes);
  for (Index c = 0; c < classes; ++c) dx[c] = g * (W * fast::exp((x[c] - m) - l) - everywhere * w[c]);
  dx[t] -= g * (1 - s) * w[t];
}

const Scalar* data_or_null(const Tensor& x) { return x.defined() ? x.data() : nullptr; }

}  // namespace

RowLosses cross_entropy(const Tensor& logits, const Targets& targets) {
  const Index rows = logits.size(0), classes = logits.size(1);
  RowLosses result{zeros({rows}), zeros({rows}), zeros({rows})};
  Scalar *const loss = result.loss.mutable_data(), *const m = result.max.mutable_data(),
                *const l = result.log_sum.mutable_data();
  const Scalar* const w = data_or_null(targets.weights);
  parallel_for(rows, grain_for(4 * classes), [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      const Token t = targets.classes[static_cast<std::size_t>(row)];
      const Scalar* const x = logits.data() + row * classes;
      if (t == targets.ignore) continue;
      m[row] = max_row(x, classes);
      l[row] = log_sum_of(classes, x, m[row]);
      loss[row] = loss_of_row({classes, x, m[row], l[row]}, t, targets.smoothing, w);
    }
  });
  return result;
}

Tensor cross_entropy_backward(const Tensor& grad, const Tensor& logits, const Tensor& max,
                              const Tensor& log_sum, const Targets& targets) {
  const Index rows = logits.size(0), classes = logits.size(1);
  const Tensor g = grad.contiguous();
  Tensor result = empty(logits.shape());
  Scalar* const dlogits = result.mutable_data();
  const Scalar* const w = data_or_null(targets.weights);
  parallel_for(rows, grain_for(4 * classes), [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      const Token t = targets.classes[static_cast<std::size_t>(row)];
      Scalar* const dx = dlogits + row * classes;
      if (t == targets.ignore) {
        std::fill_n(dx, classes, Scalar{0});
      } else {
        backward_row({classes, logits.data() + row * classes, max.data()[row], log_sum.data()[row]},
                     g.data()[row], t, targets.smoothing, w, dx);
      }
    }
  });
  return result;
}

}  // namespace heed::kernel
