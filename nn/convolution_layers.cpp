#include "nn/convolution_layers.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

namespace heed {
namespace {

// The start of a weight of this shape: outputs first, then what each output reads.
Tensor start(const char* layer, const Shape& shape, const ConvolutionOptions& options, Rng& rng) {
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (shape[axis] < 1) fail(layer, ": each size must be at least 1, and the weight would be ", shape);
  }
  if (options.stride < 1) fail(layer, ": the stride must be at least 1, not ", options.stride);
  if (options.padding < 0) fail(layer, ": the padding must be at least 0, not ", options.padding);
  return reshape(glorot_uniform(shape[0], shape.numel() / shape[0], rng), shape);
}

}  // namespace

Conv1d::Conv1d(Index channels, Index outputs, Index window, Rng& rng, const ConvolutionOptions& options)
    : weight(*this, "weight", start("Conv1d", {outputs, channels, window}, options, rng)),
      bias(*this, "bias", zeros({outputs})),
      options_(options) {}

Conv2d::Conv2d(Index channels, Index outputs, Index window, Rng& rng, const ConvolutionOptions& options)
    : weight(*this, "weight", start("Conv2d", {outputs, channels, window, window}, options, rng)),
      bias(*this, "bias", zeros({outputs})),
      options_(options) {}

}  // namespace heed
