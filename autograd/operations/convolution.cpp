#include "autograd/operations/convolution.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/record.h"
#include "tensor/ground/error.h"

namespace heed {

// y(entry, window) = x(pixel)          dL/dx(pixel) = sum of dL/dy(entry, window) over all that show this pixel
Variable unfold(const Variable& x, const Window& window) {
  return record("unfold", kernel::unfold(x.value(), window),
                Edge{x, [window, picture = x.shape()](const Tensor& grad) {
                       return kernel::fold(grad, picture, window);
                     }});
}

Variable patches(const Variable& x, Index size) {
  require_defined("patches", x);
  if (x.rank() != 4) fail("patches: x must have shape (batch, channels, height, width), not ", x.shape());
  if (size < 1 || x.size(2) % size != 0 || x.size(3) % size != 0) {
    fail("patches: a picture of ", x.size(2), " x ", x.size(3), " pixels cannot be cut into squares of ",
         size, " x ", size);
  }
  return transpose(unfold(x, {.size = {size, size}, .stride = {size, size}}), 1, 2);
}

namespace {

// Y = W U + b, with the columns U (batch, entries, windows) and the weight as a matrix (outputs, entries).
Variable convolve(const char* operation, const Variable& x, const Variable& weight, const Variable& bias,
                  const Window& window) {
  const Index outputs = weight.size(0), channels = weight.size(1);
  if (x.size(1) != channels) {
    fail(operation, ": x ", x.shape(), " has ", x.size(1), " channels, and the weight ", weight.shape(),
         " is for ", channels);
  }
  if (bias.defined() && !(bias.shape() == Shape{outputs}))
    fail(operation, ": the bias ", bias.shape(), " must have one entry for each of ", outputs, " outputs");
  const Extent windows = kernel::windows_in(operation, x.shape(), window);
  const Index entries = channels * window.size.height * window.size.width;
  Variable y = matmul(reshape(weight, Shape{outputs, entries}), unfold(x, window));
  if (bias.defined()) y = y + unsqueeze(bias, 1);
  return reshape(y, Shape{x.size(0), outputs, windows.height, windows.width});
}

}  // namespace

Variable conv2d(const Variable& x, const Variable& weight, const Variable& bias,
                const ConvolutionOptions& options) {
  require_defined("conv2d", x, weight);
  if (x.rank() != 4 || weight.rank() != 4) {
    fail("conv2d: x must have shape (batch, channels, height, width), not ", x.shape(),
         ", and the weight (outputs, channels, height, width), not ", weight.shape());
  }
  const auto [stride, padding] = options;
  return convolve(
      "conv2d", x, weight, bias,
      {.size = {weight.size(2), weight.size(3)}, .stride = {stride, stride}, .padding = {padding, padding}});
}

// A row of numbers is a picture of height 1.
Variable conv1d(const Variable& x, const Variable& weight, const Variable& bias,
                const ConvolutionOptions& options) {
  require_defined("conv1d", x, weight);
  if (x.rank() != 3 || weight.rank() != 3) {
    fail("conv1d: x must have shape (batch, channels, time), not ", x.shape(),
         ", and the weight (outputs, channels, window), not ", weight.shape());
  }
  const Window window{
      .size = {1, weight.size(2)}, .stride = {1, options.stride}, .padding = {0, options.padding}};
  return squeeze(convolve("conv1d", unsqueeze(x, 2), unsqueeze(weight, 2), bias, window), 2);
}

// Each channel is unfolded as a picture of its own, so that the maximum is taken within one channel.
Variable max_pool2d(const Variable& x, Index size) {
  require_defined("max_pool2d", x);
  const Window window{.size = {size, size}, .stride = {size, size}};
  const Extent windows = kernel::windows_in("max_pool2d", x.shape(), window);
  const Index batch = x.size(0), channels = x.size(1);
  const Variable columns = unfold(reshape(x, Shape{batch * channels, 1, x.size(2), x.size(3)}), window);
  return reshape(max(columns, 1), Shape{batch, channels, windows.height, windows.width});
}

}  // namespace heed
