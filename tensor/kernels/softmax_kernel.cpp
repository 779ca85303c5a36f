// Softmax works row by row, in several short passes over a row that stays in the L1 cache:
// scale, hide, find the maximum, exponentiate, sum, divide. If the axis is not the last, it is first
// moved to the end.
#include "tensor/kernels/softmax_kernel.h"

#include "tensor/comparisons.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/loops.h"
#include "tensor/raw/fold.h"
#include "tensor/raw/vector.h"
#include "tensor/views.h"

#include <cmath>
#include <optional>
#include <vector>

namespace heed {
namespace {

// The mask of each row of scores: a mask of (..., n) or less is read as if it were
// broadcast to `scores`.
class MaskRows {
 public:
  MaskRows(const Tensor& mask, const Shape& scores) {
    const int last = scores.rank() - 1;
    const Shape strides = kernel::broadcast_strides(mask, scores), rows = scores.erase(last);
    data_ = mask.data();
    step_ = strides[last];
    offsets_.reserve(static_cast<std::size_t>(rows.numel()));
    const kernel::Walk<1> walk(rows, {strides.erase(last)});
    walk.rows(0, rows.numel(), [&](const auto& at, Index count, const auto& step) {
      for (Index row = 0; row < count; ++row) offsets_.push_back(at[0] + row * step[0]);
    });
  }

  // s_i = -infinity where the mask of this row is 0.
  void hide(Index row, Index n, Scalar* s) const {
    const Scalar* const allowed = data_ + offsets_[static_cast<std::size_t>(row)];
    if (step_ == 1) {
      for (Index i = 0; i < n; ++i) s[i] = allowed[i] != 0 ? s[i] : minus_infinity;
    } else {
      for (Index i = 0; i < n; ++i) s[i] = allowed[i * step_] != 0 ? s[i] : minus_infinity;
    }
  }

 private:
  const Scalar* data_;
  Index step_;
  std::vector<Index> offsets_;
};

// scores (..., n) -> (..., n). Calls finish(s, n, m) for each row, where s holds the scaled scores,
// -infinity where hidden, and m is their maximum.
template <class Finish>
Tensor for_last_axis(const Tensor& scores, const Tensor& mask, double scale, Finish finish) {
  const Tensor x = scores.contiguous();
  const Index n = x.size(-1), count = n ? x.numel() / n : 0;
  Tensor result = empty(x.shape());
  const Scalar* const in = x.data();
  Scalar* const out = result.mutable_data();
  const Scalar factor = static_cast<Scalar>(scale);
  std::optional<MaskRows> masks;
  if (mask.defined() && count > 0) masks.emplace(mask, x.shape());
  parallel_for(count, grain_for(4 * n), [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      const Scalar* const x_row = in + row * n;
      Scalar* const s = out + row * n;
      for (Index i = 0; i < n; ++i) s[i] = x_row[i] * factor;
      if (masks) masks->hide(row, n, s);
      const Scalar m = kernel::max_row(s, n);
      // When every position is hidden, m is -infinity. Shifting by 0 instead avoids
      // -infinity - -infinity.
      finish(s, n, m == minus_infinity ? Scalar{0} : m);
    }
  });
  return result;
}

// The same along any axis, after the checks.
template <class Finish>
Tensor normalise(const char* operation, const Tensor& scores, const SoftmaxOptions& options, Finish finish) {
  require_defined(operation, scores);
  if (!std::isfinite(options.scale)) fail(operation, ": the scale must be finite, not ", options.scale);
  if (scores.rank() == 0) fail(operation, ": a single number has no axis to normalise over");
  const Shape& shape = scores.shape();
  const Tensor& mask = options.mask;
  if (mask.defined() && !(broadcast(operation, shape, mask.shape()) == shape)) {
    fail(operation, ": mask ", mask.shape(), " does not broadcast to the scores' shape ", shape);
  }
  const int axis = scores.normalize_axis(operation, options.axis);
  if (axis == shape.rank() - 1) return for_last_axis(scores, mask, options.scale, finish);
  const auto moved = [axis](const Tensor& x) { return transpose(x, axis, -1); };
  const Tensor moved_mask = mask.defined() ? moved(expand(mask, shape)) : mask;
  return moved(for_last_axis(moved(scores), moved_mask, options.scale, finish));
}

// Calls rule(y, dy, n, ds) for each row along the axis of a result y and its gradient dy.
template <class Rule>
Tensor adjoint_by_rows(const char* operation, const Tensor& y, const Tensor& dy, int axis, Rule rule) {
  require_defined(operation, y, dy);
  if (!(y.shape() == dy.shape()))
    fail(operation, ": result ", y.shape(), " and gradient ", dy.shape(), " differ in shape");
  if (y.normalize_axis(operation, axis) != y.rank() - 1) {
    const auto moved = [axis](const Tensor& x) { return transpose(x, axis, -1); };
    return moved(adjoint_by_rows(operation, moved(y), moved(dy), -1, rule));
  }
  const Tensor y_rows = y.contiguous(), dy_rows = dy.contiguous();
  const Index n = y.size(-1), count = n ? y.numel() / n : 0;
  Tensor result = empty(y.shape());
  const Scalar *const y_data = y_rows.data(), *const dy_data = dy_rows.data();
  Scalar* const out = result.mutable_data();
  parallel_for(count, grain_for(n), [=](Index first, Index last) {
    for (Index row = first; row < last; ++row) rule(y_data + row * n, dy_data + row * n, n, out + row * n);
  });
  return result;
}

}  // namespace

// w_i = e^(s_i - m) / sum_j e^(s_j - m)
Tensor softmax(const Tensor& scores, const SoftmaxOptions& options) {
  return normalise("softmax", scores, options, [](Scalar* s, Index n, Scalar m) {
    for (Index i = 0; i < n; ++i) s[i] = kernel::fast::exp(s[i] - m);
    const Scalar total = kernel::sum_row(s, n);
    const Scalar factor = total == 0 ? Scalar{0} : 1 / total;  // all hidden: zeros
    for (Index i = 0; i < n; ++i) s[i] *= factor;
  });
}
Tensor softmax(const Tensor& scores, int axis) { return softmax(scores, {.axis = axis}); }
Tensor softmax(const Tensor& scores, const Tensor& mask) { return softmax(scores, {.mask = mask}); }

// Forward: w_i = e^(s_i) / sum_j e^(s_j) with s = scale x.
// So dw_i/ds_j = w_i (1{i = j} - w_j), and
//     dx_i = scale w_i (dw_i - sum_j w_j dw_j)
Tensor kernel::softmax_adjoint(const Tensor& w_tensor, const Tensor& dw_tensor, double scale, int axis) {
  const auto rule = [factor = static_cast<Scalar>(scale)](const Scalar* w, const Scalar* dw, Index n,
                                                          Scalar* dx) {
    // A hidden position has w = 0, and gets 0 even if dw is NaN.
    for (Index i = 0; i < n; ++i) dx[i] = w[i] == 0 ? Scalar{0} : w[i] * dw[i];
    const Scalar dot = sum_row(dx, n);  // sum_j w_j dw_j
    for (Index i = 0; i < n; ++i) dx[i] = w[i] == 0 ? Scalar{0} : factor * (dx[i] - w[i] * dot);
  };
  return adjoint_by_rows("softmax_adjoint", w_tensor, dw_tensor, axis, rule);
}

// y_i = (s_i - m) - log sum_j e^(s_j - m)
Tensor log_softmax(const Tensor& scores, const SoftmaxOptions& options) {
  return normalise("log_softmax", scores, options, [](Scalar* s, Index n, Scalar m) {
    const auto add_exp = [m](Scalar total, Scalar x) { return total + kernel::fast::exp(x - m); };
    const Scalar total = kernel::fold_row(s, n, 0, add_exp, kernel::add_numbers);
    const Scalar log_total = std::log(total);  // -infinity when all are hidden
    for (Index i = 0; i < n; ++i) s[i] = s[i] == minus_infinity ? minus_infinity : (s[i] - m) - log_total;
  });
}
Tensor log_softmax(const Tensor& scores, int axis) { return log_softmax(scores, {.axis = axis}); }
Tensor log_softmax(const Tensor& scores, const Tensor& mask) { return log_softmax(scores, {.mask = mask}); }

// Forward: y_i = s_i - log sum_j e^(s_j) with s = scale x.
// So dy_i/ds_j = 1{i = j} - e^(y_j), and
//     dx_i = scale (dy_i - e^(y_i) sum_j dy_j)
// A position that the mask hides is a constant: its dy takes no part. A visible score of -infinity has
// e^(y_i) = 0, but its dy counts.
Tensor kernel::log_softmax_adjoint(const Tensor& y_tensor, const Tensor& dy_tensor,
                                   const SoftmaxOptions& options) {
  const auto rule = [factor = static_cast<Scalar>(options.scale)](const Scalar* y, const Scalar* dy, Index n,
                                                                  Scalar* dx) {
    const Scalar total = sum_row(dy, n);
    for (Index i = 0; i < n; ++i) {
      const Scalar share = y[i] == minus_infinity ? Scalar{0} : fast::exp(y[i]) * total;
      dx[i] = factor * (dy[i] - share);
    }
  };
  const bool masked = options.mask.defined();
  const Tensor dy = masked ? masked_fill(dy_tensor, options.mask == 0, 0) : dy_tensor;
  return adjoint_by_rows("log_softmax_adjoint", y_tensor, dy, options.axis, rule);
}

}  // namespace heed
