// Windows over a picture, each written out as a column, and the adjoint. With this, a convolution is a matrix
// product, and the patches of a Vision Transformer are windows that do not overlap.
#pragma once

#include "tensor/tensor.h"

namespace heed {

struct Extent {
  Index height, width;
};

// Windows of one size, each `stride` after the previous one; the picture gets `padding` zeros on each side.
struct Window {
  Extent size;
  Extent stride{1, 1};
  Extent padding{0, 0};
};

namespace kernel {

// How many windows fit into a picture (..., height, width), along each axis. Throws, naming `operation`, if the
// picture has not 4 axes, a size or a stride is less than 1, a padding is negative, or no window fits.
Extent windows_in(const char* operation, const Shape& picture, const Window& window);

// x (batch, channels, height, width) -> y (batch, channels * window height * window width, windows). The windows
// are counted row by row. As PyTorch's functional.unfold.
Tensor unfold(const Tensor& x, const Window& window);

// The adjoint: each entry of grad is added to the pixel that it came from: dx has the shape `picture`.
Tensor fold(const Tensor& grad, const Shape& picture, const Window& window);

}  // namespace kernel
}  // namespace heed
