#include "tensor/reduce.h"

#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/loops.h"
#include "tensor/raw/fold.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {
namespace {

// Folds x along an axis. Seen as (outer, n, inner): when inner is 1 each row is folded by itself,
// else whole rows of `inner` numbers are combined one after the other.
template <class Combine>
Tensor fold(const Tensor& input, int axis, bool keep, Scalar start, Combine combine) {
  const Tensor x = input.contiguous();
  const int a = x.shape().normalize(axis);
  Index outer = 1, inner = 1;
  for (int i = 0; i < a; ++i) outer *= x.shape()[i];
  for (int i = a + 1; i < x.rank(); ++i) inner *= x.shape()[i];
  const Index n = x.shape()[a];
  const Shape reduced = x.shape().erase(a);
  Tensor out = empty(keep ? reduced.insert(a, 1) : reduced);
  const Scalar* const from = x.data();
  Scalar* const to = out.mutable_data();
  const Index grain = elementwise_grain / std::max(n, Index{1}) + 1;
  if (inner == 1) {
    parallel_for(outer, grain, [=](Index first, Index last) {
      for (Index row = first; row < last; ++row)
        to[row] = fold_row(from + row * n, n, start, combine, combine);
    });
    return out;
  }
  parallel_for(outer * inner, grain, [=](Index first, Index last) {
    for (Index done = first; done < last;) {
      const Index column = done % inner, count = std::min(inner - column, last - done);
      const Scalar* block = from + done / inner * n * inner + column;
      std::fill_n(to + done, count, start);
      for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < count; ++j) to[done + j] = combine(to[done + j], block[i * inner + j]);
      }
      done += count;
    }
  });
  return out;
}

Tensor flat(const Tensor& x) { return reshape(x, {x.numel()}); }

}  // namespace

Tensor sum(const Tensor& x) { return sum(flat(x), 0); }
Tensor mean(const Tensor& x) { return mean(flat(x), 0); }
Tensor max(const Tensor& x) { return max(flat(x), 0); }

Tensor sum(const Tensor& x, int axis, bool keep) { return fold(x, axis, keep, 0, add_numbers); }

Tensor mean(const Tensor& x, int axis, bool keep) {
  return sum(x, axis, keep) / static_cast<double>(x.size(axis));
}

Tensor max(const Tensor& x, int axis, bool keep) {
  if (x.size(axis) == 0) fail("max: axis ", axis, " of shape ", x.shape(), " is empty");
  return fold(x, axis, keep, minus_infinity, larger_number);
}

Tensor var(const Tensor& x, int axis, bool keep) {
  const Tensor centred = x - mean(x, axis, true);
  return mean(centred * centred, axis, keep);
}

Tensor log_sum_exp(const Tensor& x, int axis, bool keep) {
  // log sum e^x = m + log sum e^(x - m). An infinite maximum is also the result; m = 0 there avoids inf -
  // inf.
  const Tensor top = max(x, axis, true);
  const Tensor m = where(equal(abs(top), scalar(-minus_infinity)), scalar(0), top);
  const Tensor result = m + log(sum(exp(x - m), axis, true));
  return keep ? result : squeeze(result, axis);
}

std::vector<Index> argmax(const Tensor& x, int axis) {
  if (x.size(axis) == 0) fail("argmax: axis ", axis, " of shape ", x.shape(), " is empty");
  const Tensor rows =
      transpose(unsqueeze(x, -1), x.shape().normalize(axis), -1).contiguous();  // the axis last
  const Index n = x.size(axis), count = rows.numel() / n;
  std::vector<Index> places(static_cast<std::size_t>(count));
  for (Index row = 0; row < count; ++row) {
    const Scalar* numbers = rows.data() + row * n;
    Index best = 0;
    for (Index i = 1; i < n; ++i) {
      if (std::isnan(numbers[best])) break;
      if (!(numbers[i] <= numbers[best])) best = i;  // greater, or NaN
    }
    places[static_cast<std::size_t>(row)] = best;
  }
  return places;
}

double norm(const Tensor& x) { return std::sqrt(static_cast<double>(sum(x * x).item())); }

Tensor sum_to(const Tensor& x, const Shape& shape) {
  if (x.shape() == shape) return x;
  if (shape.rank() > x.rank() || !(broadcast("sum_to", x.shape(), shape) == x.shape())) {
    fail("sum_to: shape ", shape, " does not broadcast to ", x.shape());
  }
  Tensor result = shape.rank() < x.rank() ? sum(flatten_leading(x, shape.rank()), 0) : x;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (shape[axis] == 1 && result.shape()[axis] != 1) result = sum(result, axis, true);
  }
  return result;
}

}  // namespace heed
