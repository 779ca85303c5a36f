#include "tensor/kernels/unfold_kernel.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"

#include <algorithm>
#include <limits>

namespace heed::kernel {
namespace {

// The windows along one axis: (size + 2 padding - window) / stride + 1, without an overflow on the way.
Index count_windows(const char* operation, const char* axis, Index size, Index window, Index stride,
                    Index padding) {
  if (window < 1) fail(operation, ": the ", axis, " of the window must be at least 1, not ", window);
  if (stride < 1) fail(operation, ": the stride along the ", axis, " must be at least 1, not ", stride);
  if (padding < 0) fail(operation, ": the padding along the ", axis, " must be at least 0, not ", padding);
  if (padding > (std::numeric_limits<Index>::max() - size) / 2)
    fail(operation, ": the padding ", padding, " along the ", axis, " is too large");
  const Index padded = size + 2 * padding;
  if (window > padded) {
    fail(operation, ": a window of ", axis, " ", window, " does not fit into a picture of ", axis, " ", size,
         " with padding ", padding);
  }
  return (padded - window) / stride + 1;
}

// Calls f(pixel, entry, columns) for each row of windows and each entry of the window that has pixels under it.
// `pixel` is the index in one channel, `entry` the index in one channel of the columns; from there on, `columns`
// windows have their pixels `stride.width` apart and their entries side by side.
template <class F>
void for_each_run(const Shape& picture, const Window& window, const Extent& windows, F f) {
  const Index height = picture[2], width = picture[3];
  const Index step = window.stride.width;
  for (Index i = 0; i < window.size.height; ++i) {
    for (Index j = 0; j < window.size.width; ++j) {
      // The windows whose entry (i, j) is in the picture: 0 <= column * step + left < width.
      const Index left = j - window.padding.width;
      const Index first = left >= 0 ? 0 : (-left - 1) / step + 1;
      const Index end = left >= width ? 0 : std::min(windows.width, (width - 1 - left) / step + 1);
      const Index entry = (i * window.size.width + j) * windows.height * windows.width;
      for (Index row = 0; row < windows.height && first < end; ++row) {
        const Index y = row * window.stride.height + i - window.padding.height;
        if (y < 0 || y >= height) continue;
        f(y * width + first * step + left, entry + row * windows.width + first, end - first);
      }
    }
  }
}

}  // namespace

Extent windows_in(const char* operation, const Shape& picture, const Window& window) {
  if (picture.rank() != 4)
    fail(operation, ": x must have shape (batch, channels, height, width), not ", picture);
  const auto& [size, stride, padding] = window;
  return {
      count_windows(operation, "height", picture[2], size.height, stride.height, padding.height),
      count_windows(operation, "width", picture[3], size.width, stride.width, padding.width),
  };
}

Tensor unfold(const Tensor& input, const Window& window) {
  require_defined("unfold", input);
  const Extent windows = windows_in("unfold", input.shape(), window);
  const Tensor x = input.contiguous();
  const Index entries = window.size.height * window.size.width, count = windows.height * windows.width;
  Tensor y = zeros({x.size(0), x.size(1) * entries, count});  // zero wherever there is only padding
  const Scalar* const from = x.data();
  Scalar* const to = y.mutable_data();
  const Index pixels = x.size(2) * x.size(3), step = window.stride.width;
  parallel_for(x.size(0) * x.size(1), grain_for(entries * count), [&](Index first, Index last) {
    for (Index channel = first; channel < last; ++channel) {
      for_each_run(x.shape(), window, windows, [&](Index pixel, Index entry, Index columns) {
        const Scalar* const source = from + channel * pixels + pixel;
        Scalar* const target = to + channel * entries * count + entry;
        for (Index c = 0; c < columns; ++c) target[c] = source[c * step];
      });
    }
  });
  return y;
}

// Forward: y(entry + c) = x(pixel + c step). A channel is folded by one thread, so its sums have one order.
Tensor fold(const Tensor& upstream, const Shape& picture, const Window& window) {
  require_defined("fold", upstream);
  const Extent windows = windows_in("fold", picture, window);
  const Index entries = window.size.height * window.size.width, count = windows.height * windows.width;
  if (!(upstream.shape() == Shape{picture[0], picture[1] * entries, count}))
    fail("fold: columns ", upstream.shape(), " do not belong to a picture ", picture);
  const Tensor grad = upstream.contiguous();
  Tensor dx = zeros(picture);
  const Scalar* const from = grad.data();
  Scalar* const to = dx.mutable_data();
  const Index pixels = picture[2] * picture[3], step = window.stride.width;
  parallel_for(picture[0] * picture[1], grain_for(entries * count), [&](Index first, Index last) {
    for (Index channel = first; channel < last; ++channel) {
      for_each_run(picture, window, windows, [&](Index pixel, Index entry, Index columns) {
        const Scalar* const source = from + channel * entries * count + entry;
        Scalar* const target = to + channel * pixels + pixel;
        for (Index c = 0; c < columns; ++c) target[c * step] += source[c];
      });
    }
  });
  return dx;
}

}  // namespace heed::kernel
