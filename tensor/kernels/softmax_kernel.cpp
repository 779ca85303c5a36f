#include "tensor/kernels/softmax_kernel.h"

#include "tensor/ground/error.h"
#include "tensor/loops.h"
#include "tensor/raw/fold.h"
#include "tensor/raw/vector.h"

#include <cmath>
#include <vector>

namespace heed {
namespace {

// Calls finish(out_row, n, maximum) for each row, where out_row holds the scaled scores and -infinity where
// hidden.
template <class Finish>
Tensor by_rows(const char* operation, const Tensor& scores, const Tensor& mask, double scale, Finish finish) {
  if (scores.rank() == 0) fail(operation, ": a single number has no axis to normalise over");
  const Tensor x = scores.contiguous();
  const Index n = x.size(-1), count = n ? x.numel() / n : 0;
  Tensor out = empty(x.shape());
  const Scalar* const from = x.data();
  Scalar* const to = out.mutable_data();
  const Scalar factor = static_cast<Scalar>(scale);

  // Where the mask's row for each row of scores begins: the mask is walked as a broadcast view without its
  // last axis.
  std::vector<Index> mask_rows;
  Index mask_step = 0;
  if (mask.defined()) {
    if (!(broadcast(operation, x.shape(), mask.shape()) == x.shape())) {
      fail(operation, ": mask ", mask.shape(), " does not broadcast to the scores' shape ", x.shape());
    }
    const Shape strides = kernel::broadcast_strides(mask, x.shape());
    mask_step = strides[x.rank() - 1];
    mask_rows.reserve(static_cast<std::size_t>(count));
    const kernel::Walk<1> walk(x.shape().erase(x.rank() - 1), {strides.erase(x.rank() - 1)});
    walk.rows(0, count, [&](const auto& at, Index rows, const auto& step) {
      for (Index row = 0; row < rows; ++row) mask_rows.push_back(at[0] + row * step[0]);
    });
  }
  const Scalar* const allowed = mask.defined() ? mask.data() : nullptr;

  parallel_for(count, grain_for(4 * n), [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      const Scalar* const in = from + row * n;
      Scalar* const result = to + row * n;
      for (Index i = 0; i < n; ++i) result[i] = in[i] * factor;
      if (allowed) {
        const Scalar* const open = allowed + mask_rows[static_cast<std::size_t>(row)];
        if (mask_step == 1) {
          for (Index i = 0; i < n; ++i) result[i] = open[i] != 0 ? result[i] : minus_infinity;
        } else {
          for (Index i = 0; i < n; ++i) result[i] = open[i * mask_step] != 0 ? result[i] : minus_infinity;
        }
      }
      const Scalar top = kernel::max_row(result, n);
      // With every position hidden the maximum is -infinity; shifting by 0 instead keeps -infinity -
      // -infinity away.
      finish(result, n, top == minus_infinity ? Scalar{0} : top);
    }
  });
  return out;
}

}  // namespace

Tensor softmax(const Tensor& scores, const Tensor& mask, double scale) {
  return by_rows("softmax", scores, mask, scale, [](Scalar* row, Index n, Scalar top) {
    for (Index i = 0; i < n; ++i) row[i] = kernel::fast::exp(row[i] - top);
    const Scalar total = kernel::sum_row(row, n);
    const Scalar factor = total == 0 ? Scalar{0} : 1 / total;  // all hidden: zeros
    for (Index i = 0; i < n; ++i) row[i] *= factor;
  });
}

Tensor log_softmax(const Tensor& scores, const Tensor& mask, double scale) {
  return by_rows("log_softmax", scores, mask, scale, [](Scalar* row, Index n, Scalar top) {
    const auto add_exp = [top](Scalar total, Scalar x) { return total + kernel::fast::exp(x - top); };
    const Scalar total = kernel::fold_row(row, n, 0, add_exp, kernel::add_numbers);
    const Scalar log_total = std::log(total);  // -infinity when all are hidden
    for (Index i = 0; i < n; ++i)
      row[i] = row[i] == minus_infinity ? minus_infinity : (row[i] - top) - log_total;
  });
}

Tensor softmax_backward(const Tensor& weights, const Tensor& grad, double scale) {
  if (!(weights.shape() == grad.shape())) {
    fail("softmax_backward: weights ", weights.shape(), " and gradient ", grad.shape(), " differ in shape");
  }
  const Tensor w = weights.contiguous(), g = grad.contiguous();
  const Index n = w.size(-1), count = n ? w.numel() / n : 0;
  Tensor out = empty(w.shape());
  const Scalar *const w_data = w.data(), *const g_data = g.data();
  Scalar* const to = out.mutable_data();
  const Scalar factor = static_cast<Scalar>(scale);
  parallel_for(count, grain_for(n), [=](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      const Scalar *const weight = w_data + row * n, *const upstream = g_data + row * n;
      Scalar* const result = to + row * n;
      for (Index i = 0; i < n; ++i) result[i] = weight[i] * upstream[i];
      const Scalar mean = kernel::sum_row(result, n);  // sum_j w_j g_j
      for (Index i = 0; i < n; ++i) result[i] = factor * (result[i] - weight[i] * mean);
    }
  });
  return out;
}

}  // namespace heed
