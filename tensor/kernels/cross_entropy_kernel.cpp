#include "tensor/kernels/cross_entropy_kernel.h"

#include "tensor/creation.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/fold.h"
#include "tensor/raw/vector.h"

#include <algorithm>
#include <cmath>

namespace heed::kernel {
namespace {

// log sum e^x, with the maximum taken out so that nothing overflows.
Scalar log_sum_exp_row(Index classes, const Scalar* x) {
  const Scalar top = max_row(x, classes);
  const auto add_exp = [top](Scalar sum, Scalar value) { return sum + fast::exp(value - top); };
  return top + std::log(fold_row(x, classes, 0, add_exp, add_numbers));
}

// sum_c w_c q_c (L - x_c). With all weights 1 this is L - (1 - s) x_t - s mean(x).
Scalar loss_of_row(Index classes, const Scalar* x, Scalar L, Token t, Scalar s, const Scalar* w) {
  const auto count = static_cast<Scalar>(classes);
  if (!w) {
    Scalar loss = L - (1 - s) * x[t];
    if (s > 0) loss -= s * sum_row(x, classes) / count;
    return loss;
  }
  Scalar loss = (1 - s) * w[t] * (L - x[t]);
  if (s > 0) loss += s / count * (sum_row(w, classes) * L - dot_rows(w, x, classes));
  return loss;
}

// Forward: loss = sum_c w_c q_c (L - x_c), and dL/dx_c = softmax(x)_c = e^(x_c - L).
// With g, the gradient of the row's loss:
//     dx_c = g (W e^(x_c - L) - w_c q_c)        W = sum_c w_c q_c, which is 1 if all weights are 1
void backward_row(Index classes, Scalar g, const Scalar* x, Scalar L, Token t, Scalar s, const Scalar* w,
                  Scalar* dx) {
  const Scalar everywhere = s / static_cast<Scalar>(classes);
  if (!w) {
    for (Index c = 0; c < classes; ++c) dx[c] = g * (fast::exp(x[c] - L) - everywhere);
    dx[t] -= g * (1 - s);
    return;
  }
  const Scalar W = (1 - s) * w[t] + everywhere * sum_row(w, classes);
  for (Index c = 0; c < classes; ++c) dx[c] = g * (W * fast::exp(x[c] - L) - everywhere * w[c]);
  dx[t] -= g * (1 - s) * w[t];
}

const Scalar* data_or_null(const Tensor& x) { return x.defined() ? x.data() : nullptr; }

}  // namespace

RowLosses cross_entropy(const Tensor& logits, const Targets& targets) {
  const Index rows = logits.size(0), classes = logits.size(1);
  RowLosses result{empty({rows}), zeros({rows})};
  Scalar *const loss = result.loss.mutable_data(), *const L = result.log_sum.mutable_data();
  const Scalar* const w = data_or_null(targets.weights);
  parallel_for(rows, grain_for(4 * classes), [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      const Token t = targets.classes[static_cast<std::size_t>(row)];
      const Scalar* const x = logits.data() + row * classes;
      loss[row] = 0;
      if (t == targets.ignore) continue;
      L[row] = log_sum_exp_row(classes, x);
      loss[row] = loss_of_row(classes, x, L[row], t, targets.smoothing, w);
    }
  });
  return result;
}

Tensor cross_entropy_backward(const Tensor& grad, const Tensor& logits, const Tensor& log_sum,
                              const Targets& targets) {
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
        backward_row(classes, g.data()[row], logits.data() + row * classes, log_sum.data()[row], t,
                     targets.smoothing, w, dx);
      }
    }
  });
  return result;
}

}  // namespace heed::kernel
