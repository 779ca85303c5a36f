// The Gaussian error linear unit (Hendrycks and Gimpel, 2016). Phi is the distribution function of the
// standard normal distribution, phi its density:
//     y = x Phi(x)        dy/dx = Phi(x) + x phi(x)        phi(x) = e^(-x²/2) / sqrt(2 pi)
#pragma once

#include "tensor/tensor.h"

namespace heed {

// y = x Phi(x), element by element.
Tensor gelu(const Tensor& x);

namespace kernel {

// The gradient of x from x and dy, the gradient of y; both have one shape.
Tensor gelu_adjoint(const Tensor& x, const Tensor& dy);

}  // namespace kernel
}  // namespace heed
