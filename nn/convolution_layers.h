// Convolutions as layers. A constructor throws, naming its layer, if a size is less than 1 or an option is outside
// its range. The weights start as Glorot and Bengio (2010) advise, with each entry of a window as an input,
// and the bias at 0.
#pragma once

#include "autograd/operations/convolution.h"
#include "nn/module.h"
#include "tensor/random.h"

namespace heed {

// (batch, channels, time) -> (batch, outputs, windows): conv1d with learned weight and bias.
class Conv1d : public Module {
 public:
  Conv1d(Index channels, Index outputs, Index window, Rng& rng, const ConvolutionOptions& options = {});
  Variable operator()(const Variable& x) const { return conv1d(x, weight, bias, options_); }

  Parameter weight;  // (outputs, channels, window)
  Parameter bias;    // (outputs)

 private:
  ConvolutionOptions options_;
};

// (batch, channels, height, width) -> (batch, outputs, windows down, windows across), with square windows.
class Conv2d : public Module {
 public:
  Conv2d(Index channels, Index outputs, Index window, Rng& rng, const ConvolutionOptions& options = {});
  Variable operator()(const Variable& x) const { return conv2d(x, weight, bias, options_); }

  Parameter weight;  // (outputs, channels, window, window)
  Parameter bias;    // (outputs)

 private:
  ConvolutionOptions options_;
};

}  // namespace heed
