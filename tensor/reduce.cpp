#include "tensor/reduce.h"

#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/loops.h"
#include "tensor/raw/fold.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {
namespace {

bool kept(KeepAxis keep) { return keep == KeepAxis::yes; }

// Folds x along an axis, seen as (outer, n, inner). When inner is 1, each row is folded into one number;
// otherwise whole rows of `inner` elements are combined one after the other. Both keep long sums in blocks.
template <class Combine>
Tensor fold(const char* operation, const Tensor& input, int axis, KeepAxis keep, Scalar start,
            Combine combine) {
  const int a = input.normalize_axis(operation, axis);
  const Tensor x = input.contiguous();
  Index outer = 1, inner = 1;
  for (int i = 0; i < a; ++i) outer *= x.shape()[i];
  for (int i = a + 1; i < x.rank(); ++i) inner *= x.shape()[i];
  const Index n = x.shape()[a];
  const Shape reduced = x.shape().erase(a);
  Tensor out = empty(kept(keep) ? reduced.insert(a, 1) : reduced);
  const Scalar* const from = x.data();
  Scalar* const to = out.mutable_data();
  const Index grain = grain_for(n);
  if (inner == 1) {
    parallel_for(outer, grain, [=](Index first, Index last) {
      for (Index row = first; row < last; ++row)
        to[row] = kernel::fold_row(from + row * n, n, start, combine, combine);
    });
    return out;
  }
  parallel_for(outer * inner, grain, [=](Index first, Index last) {
    for (Index done = first; done < last;) {
      const Index column = done % inner, count = std::min(inner - column, last - done);
      const Scalar* block = from + done / inner * n * inner + column;
      std::fill_n(to + done, count, start);
      kernel::LongFold results(to + done, count, start, combine);
      for (Index i = 0; i < n; ++i) {
        results.before(i);
        for (Index j = 0; j < count; ++j) to[done + j] = combine(to[done + j], block[i * inner + j]);
      }
      results.finish();
      done += count;
    }
  });
  return out;
}

// The same for max and min, which are not defined for an empty axis.
template <class Choose>
Tensor fold_extreme(const char* operation, const Tensor& x, int axis, KeepAxis keep, Scalar start,
                    Choose choose) {
  if (x.shape()[x.normalize_axis(operation, axis)] == 0)
    fail(operation, ": axis ", axis, " of shape ", x.shape(), " is empty");
  return fold(operation, x, axis, keep, start, choose);
}

constexpr auto multiply_numbers = [](auto a, auto b) { return a * b; };
constexpr auto smaller_number = [](auto a, auto b) { return ((a < b) | (a != a)) ? a : b; };

// x of rank 1, for reductions over all elements.
Tensor flat(const char* operation, const Tensor& x) {
  require_defined(operation, x);
  return reshape(x, {x.numel()});
}

// The first index along the axis whose element is NaN or, if none is, whose element is not beaten
// by any other: beats(other, element).
template <class Beats>
std::vector<Index> first_best(const char* operation, const Tensor& x, int axis, Beats beats) {
  const int a = x.normalize_axis(operation, axis);
  const Index n = x.shape()[a];
  if (n == 0) fail(operation, ": axis ", axis, " of shape ", x.shape(), " is empty");
  const Tensor rows = transpose(unsqueeze(x, -1), a, -1).contiguous();  // (..., n)
  std::vector<Index> places(static_cast<std::size_t>(rows.numel() / n));
  const Scalar* row = rows.data();
  for (Index& best : places) {
    for (Index i = 1; i < n && !std::isnan(row[best]); ++i) {
      if (beats(row[i], row[best]) || std::isnan(row[i])) best = i;
    }
    row += n;
  }
  return places;
}

}  // namespace

Tensor sum(const Tensor& x) { return sum(flat("sum", x), 0); }
Tensor mean(const Tensor& x) { return mean(flat("mean", x), 0); }
Tensor prod(const Tensor& x) { return prod(flat("prod", x), 0); }
Tensor max(const Tensor& x) { return max(flat("max", x), 0); }
Tensor min(const Tensor& x) { return min(flat("min", x), 0); }

Tensor sum(const Tensor& x, int axis, KeepAxis keep) {
  return fold("sum", x, axis, keep, 0, kernel::add_numbers);
}
Tensor prod(const Tensor& x, int axis, KeepAxis keep) {
  return fold("prod", x, axis, keep, 1, multiply_numbers);
}
Tensor max(const Tensor& x, int axis, KeepAxis keep) {
  return fold_extreme("max", x, axis, keep, minus_infinity, kernel::larger_number);
}
Tensor min(const Tensor& x, int axis, KeepAxis keep) {
  return fold_extreme("min", x, axis, keep, -minus_infinity, smaller_number);
}

Tensor mean(const Tensor& x, int axis, KeepAxis keep) {
  const int a = x.normalize_axis("mean", axis);
  return sum(x, a, keep) / static_cast<double>(x.shape()[a]);
}

Tensor var(const Tensor& x, int axis, KeepAxis keep) {
  const int a = x.normalize_axis("var", axis);
  const Tensor centred = x - mean(x, a, keep_axis);
  return mean(centred * centred, a, keep);
}

Tensor log_sum_exp(const Tensor& x, int axis, KeepAxis keep) {
  // log sum e^x = m + log sum e^(x - m). An infinite maximum is also the result; m = 0 there avoids
  // infinity - infinity.
  const int a = x.normalize_axis("log_sum_exp", axis);
  if (x.shape()[a] == 0) return full(detail::reduced_shape("log_sum_exp", x, {a}, keep), minus_infinity);
  const Tensor top = max(x, a, keep_axis);
  const Tensor m = where(equal(abs(top), scalar(-minus_infinity)), scalar(0), top);
  const Tensor result = m + log(sum(exp(x - m), a, keep_axis));
  return kept(keep) ? result : squeeze(result, a);
}

namespace {

Tensor sum_over(const char* operation, const Tensor& x, std::initializer_list<int> axes, KeepAxis keep) {
  const Shape shape = detail::reduced_shape(operation, x, axes, keep);
  Tensor total = x;
  for (int axis : axes) total = sum(total, axis, keep_axis);
  return reshape(total, shape);
}

}  // namespace

Tensor sum(const Tensor& x, std::initializer_list<int> axes, KeepAxis keep) {
  return sum_over("sum", x, axes, keep);
}
Tensor mean(const Tensor& x, std::initializer_list<int> axes, KeepAxis keep) {
  const Tensor total = sum_over("mean", x, axes, keep);
  return total / (static_cast<double>(x.numel()) / static_cast<double>(total.numel()));
}

std::vector<Index> argmax(const Tensor& x, int axis) {
  return first_best("argmax", x, axis, [](Scalar a, Scalar b) { return a > b; });
}
std::vector<Index> argmin(const Tensor& x, int axis) {
  return first_best("argmin", x, axis, [](Scalar a, Scalar b) { return a < b; });
}

double norm(const Tensor& x) {
  require_defined("norm", x);
  const Tensor row = x.contiguous();
  return std::sqrt(kernel::sum_of_squares(row.data(), row.numel()));
}

Tensor sum_to(const Tensor& x, const Shape& shape) {
  require_defined("sum_to", x);
  if (x.shape() == shape) return x;
  if (shape.rank() > x.rank() || !(broadcast("sum_to", x.shape(), shape) == x.shape())) {
    fail("sum_to: shape ", shape, " does not broadcast to ", x.shape());
  }
  Tensor result = shape.rank() < x.rank() ? sum(flatten_leading(x, shape.rank()), 0) : x;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (shape[axis] == 1 && result.shape()[axis] != 1) result = sum(result, axis, keep_axis);
  }
  return result;
}

Shape detail::reduced_shape(const char* operation, const Tensor& x, std::initializer_list<int> axes,
                            KeepAxis keep) {
  require_defined(operation, x);
  if (axes.size() == 0) fail(operation, ": the list of axes is empty");
  std::array<bool, Shape::max_rank> reduced{};
  for (int axis : axes) {
    bool& seen = reduced[static_cast<std::size_t>(x.normalize_axis(operation, axis))];
    if (seen) fail(operation, ": axis ", axis, " of shape ", x.shape(), " is given twice");
    seen = true;
  }
  Shape shape = x.shape();
  for (int axis = x.rank() - 1; axis >= 0; --axis) {
    if (!reduced[static_cast<std::size_t>(axis)]) continue;
    shape = kept(keep) ? shape.erase(axis).insert(axis, 1) : shape.erase(axis);
  }
  return shape;
}

}  // namespace heed
