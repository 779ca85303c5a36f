#include "tensor/views.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/loops.h"

#include <algorithm>

namespace heed {

Tensor transpose(const Tensor& x, int axis_a, int axis_b) {
  const int a = x.normalize_axis("transpose", axis_a), b = x.normalize_axis("transpose", axis_b);
  Shape shape = x.shape(), strides = x.strides();
  std::swap(shape[a], shape[b]);
  std::swap(strides[a], strides[b]);
  return x.window(x.storage_offset(), shape, strides);
}

Tensor permute(const Tensor& x, const std::vector<int>& axes) {
  require_defined("permute", x);
  std::vector<bool> seen(static_cast<std::size_t>(x.rank()), false);
  bool valid = static_cast<int>(axes.size()) == x.rank();
  Shape shape = x.shape(), strides = x.strides();
  for (std::size_t i = 0; i < axes.size() && valid; ++i) {
    const int from = x.normalize_axis("permute", axes[i]);
    valid = !seen[static_cast<std::size_t>(from)];
    seen[static_cast<std::size_t>(from)] = true;
    shape[static_cast<int>(i)] = x.shape()[from];
    strides[static_cast<int>(i)] = x.strides()[from];
  }
  if (!valid) fail("permute: each axis of shape ", x.shape(), " must be given once");
  return x.window(x.storage_offset(), shape, strides);
}

Tensor select(const Tensor& x, int axis, Index position) {
  const int a = x.normalize_axis("select", axis);
  const Index counted = position < 0 ? position + x.shape()[a] : position;
  if (counted < 0 || counted >= x.shape()[a]) {
    fail("select: position ", position, " is outside axis ", axis, " of shape ", x.shape());
  }
  return x.window(x.storage_offset() + counted * x.strides()[a], x.shape().erase(a), x.strides().erase(a));
}

Tensor slice(const Tensor& x, int axis, Index begin, Index end, Index step) {
  if (step < 1) fail("slice: the step must be 1 or more, not ", step);
  const int a = x.normalize_axis("slice", axis);
  const Index size = x.shape()[a];
  const Index first = std::clamp(begin < 0 ? begin + size : begin, Index{0}, size);
  const Index last = std::clamp(end < 0 ? end + size : end, first, size);
  Shape shape = x.shape(), strides = x.strides();
  shape[a] = last > first ? (last - first - 1) / step + 1 : 0;
  if (shape[a] > 1) strides[a] *= step;  // a larger step could overflow
  return x.window(x.storage_offset() + first * x.strides()[a], shape, strides);
}

std::vector<Tensor> split(const Tensor& x, Index size, int axis) {
  if (size < 1) fail("split: the size of a part must be 1 or greater, not ", size);
  const Index total = x.shape()[x.normalize_axis("split", axis)];
  std::vector<Index> sizes(static_cast<std::size_t>(total / size), size);
  if (total % size != 0) sizes.push_back(total % size);
  return split(x, sizes, axis);
}

std::vector<Tensor> split(const Tensor& x, const std::vector<Index>& sizes, int axis) {
  const int a = x.normalize_axis("split", axis);
  for (Index size : sizes) {
    if (size < 0) fail("split: a part cannot have size ", size);
  }
  std::vector<Tensor> parts;
  Index begin = 0;
  for (Index size : sizes) {
    if (size > x.shape()[a] - begin)
      fail("split: the parts have more positions than axis ", axis, " of shape ", x.shape());
    parts.push_back(slice(x, a, begin, begin + size));
    begin += size;
  }
  if (begin != x.shape()[a])
    fail("split: the parts have ", begin, " positions in all, but axis ", axis, " of shape ", x.shape(),
         " has ", x.shape()[a]);
  return parts;
}

Tensor expand(const Tensor& x, const Shape& shape) {
  require_defined("expand", x);
  if (!(broadcast("expand", x.shape(), shape) == shape))
    fail("expand: shape ", x.shape(), " does not broadcast to ", shape);
  shape.numel();  // throws if there would be too many elements to count
  return x.window(x.storage_offset(), shape, kernel::broadcast_strides(x, shape));
}

namespace {

Tensor with_new_axis(const char* operation, const Tensor& x, int axis) {
  require_defined(operation, x);
  const int a = axis < 0 ? axis + x.rank() + 1 : axis;
  if (a < 0 || a > x.rank() || x.rank() == Shape::max_rank)
    fail(operation, ": a new axis cannot be inserted at ", axis, " in shape ", x.shape());
  return x.window(x.storage_offset(), x.shape().insert(a, 1), x.strides().insert(a, 1));
}

}  // namespace

Tensor unsqueeze(const Tensor& x, int axis) { return with_new_axis("unsqueeze", x, axis); }

Tensor squeeze(const Tensor& x, int axis) {
  const int a = x.normalize_axis("squeeze", axis);
  if (x.shape()[a] != 1) fail("squeeze: axis ", axis, " of shape ", x.shape(), " does not have size 1");
  return x.window(x.storage_offset(), x.shape().erase(a), x.strides().erase(a));
}

Shape detail::resolve_shape(const std::vector<Index>& sizes, Index numel) {
  Shape asked = Shape::filled(static_cast<int>(sizes.size()), 0), shape = asked;
  Index known = 1;
  int unknown = 0;
  bool fits = true;
  for (int axis = 0; axis < asked.rank(); ++axis) {
    asked[axis] = shape[axis] = sizes[static_cast<std::size_t>(axis)];
    if (asked[axis] == -1) {
      ++unknown;
    } else {
      fits = fits && asked[axis] >= 0 && !__builtin_mul_overflow(known, asked[axis], &known);
    }
  }
  for (int axis = 0; axis < shape.rank() && fits && known > 0; ++axis) {
    if (asked[axis] == -1) shape[axis] = numel / known;
  }
  if (!fits || unknown > 1 || (unknown == 1 && known == 0) || shape.numel() != numel)
    fail("reshape: ", numel, " elements do not fit shape ", asked);
  return shape;
}

Tensor reshape(const Tensor& x, std::initializer_list<Index> sizes) {
  require_defined("reshape", x);
  return reshape(x, detail::resolve_shape(std::vector<Index>(sizes), x.numel()));
}

Tensor reshape(const Tensor& x, const Shape& shape) {
  require_defined("reshape", x);
  if (shape.numel() != x.numel())
    fail("reshape: shape ", x.shape(), " has ", x.numel(), " elements, shape ", shape, " has ",
         shape.numel());
  if (x.shape() == shape) return x;
  // Split both shapes into the shortest runs of equal product; within a run, x must step evenly for a view.
  Shape strides = contiguous_strides(shape);
  if (x.is_contiguous()) return x.window(x.storage_offset(), shape, strides);
  int from = x.rank() - 1, to = shape.rank() - 1;
  while (to >= 0 && from >= 0) {
    if (x.shape()[from] == 1) {
      --from;
      continue;
    }
    Index old_count = x.shape()[from], step = x.strides()[from], new_count = 1;
    const Index base = step;
    while (true) {
      while (to >= 0 && new_count * shape[to] <= old_count) {
        strides[to] = base * new_count;
        new_count *= shape[to--];
      }
      if (new_count == old_count) break;
      // Unless the next old axis continues the run at the same even step, only a copy is possible.
      if (--from < 0 || x.strides()[from] != base * old_count) return reshape(x.clone(), shape);
      old_count *= x.shape()[from];
    }
    --from;
  }
  return x.window(x.storage_offset(), shape, strides);
}

Tensor flatten_leading(const Tensor& x, int keep) {
  require_defined("flatten_leading", x);
  const int lead = x.rank() - keep;
  if (keep < 0 || lead < 0 || keep == Shape::max_rank)
    fail("flatten_leading: shape ", x.shape(), " cannot keep its last ", keep, " axes");
  if (lead == 1) return x;
  Shape shape = Shape::filled(keep + 1, 1);
  for (int axis = 0; axis < lead; ++axis) shape[0] *= x.shape()[axis];
  for (int axis = 0; axis < keep; ++axis) shape[axis + 1] = x.shape()[axis + lead];
  return reshape(x, shape);
}

namespace {

Tensor join(const char* operation, const std::vector<Tensor>& parts, int axis) {
  if (parts.empty()) fail(operation, ": there are no tensors to join");
  const int a = parts[0].normalize_axis(operation, axis);
  Shape shape = parts[0].shape();
  shape[a] = 0;
  for (const Tensor& part : parts) {
    require_defined(operation, part);
    Shape expected = part.shape();
    if (part.rank() == shape.rank()) {
      shape[a] += part.shape()[a];
      expected[a] = shape[a];
    }
    if (!(expected == shape)) {
      fail(operation, ": shapes ", parts[0].shape(), " and ", part.shape(), " differ outside axis ", axis);
    }
  }
  Tensor out = empty(shape);
  Index begin = 0;
  for (const Tensor& part : parts) {
    Tensor place = slice(out, a, begin, begin + part.shape()[a]);
    place.copy_from(part);
    begin += part.shape()[a];
  }
  return out;
}

}  // namespace

Tensor concatenate(const std::vector<Tensor>& parts, int axis) { return join("concatenate", parts, axis); }

Tensor stack(const std::vector<Tensor>& parts, int axis) {
  std::vector<Tensor> with_axis;
  with_axis.reserve(parts.size());
  for (const Tensor& part : parts) {
    if (!(part.shape() == parts[0].shape()))
      fail("stack: shapes ", parts[0].shape(), " and ", part.shape(), " differ");
    with_axis.push_back(with_new_axis("stack", part, axis));
  }
  return join("stack", with_axis, axis);
}

}  // namespace heed
