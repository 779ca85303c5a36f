// Convolution, patches and maximum pooling. All three first write the windows of a picture out as columns (unfold);
// then a convolution is one matrix product, as in Chellapilla, Puri and Simard (2006).
#pragma once

#include "autograd/variable.h"
#include "tensor/kernels/unfold_kernel.h"

namespace heed {

// x (batch, channels, height, width) -> (batch, channels * window height * window width, windows), as PyTorch's
// functional.unfold. Throws if the window does not fit.
Variable unfold(const Variable& x, const Window& window);

// x (batch, channels, height, width) in squares of size * size pixels that do not overlap
// -> (batch, patches, channels * size * size), row by row. Throws unless height and width are multiples of size.
Variable patches(const Variable& x, Index size);

struct ConvolutionOptions {
  Index stride = 1, padding = 0;  // along each axis
};

// x (batch, channels, height, width), weight (outputs, channels, window height, window width), bias (outputs) or
// undefined -> (batch, outputs, windows down, windows across). As in PyTorch, the weight is not mirrored.
Variable conv2d(const Variable& x, const Variable& weight, const Variable& bias = {},
                const ConvolutionOptions& options = {});

// x (batch, channels, time), weight (outputs, channels, window), bias (outputs) or undefined
// -> (batch, outputs, windows).
Variable conv1d(const Variable& x, const Variable& weight, const Variable& bias = {},
                const ConvolutionOptions& options = {});

// The maximum of each square of size * size pixels: (batch, channels, height, width) -> (batch, channels,
// height / size, width / size), rounded down. The squares do not overlap.
Variable max_pool2d(const Variable& x, Index size);

}  // namespace heed
