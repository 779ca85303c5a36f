#include "tensor/kernels/gelu_kernel.h"

#include "tensor/loops.h"
#include "tensor/raw/vector.h"

namespace heed {

// y = x Phi(x)
Tensor gelu(const Tensor& x) {
  return kernel::map("gelu", x, [](Scalar z) { return kernel::fast::gelu(z); });
}

// Forward: y = x Phi(x). Since dPhi/dx = phi,
//     dx = dy (Phi(x) + x phi(x))
Tensor kernel::gelu_adjoint(const Tensor& x, const Tensor& dy) {
  constexpr auto inverse_sqrt_2_pi = static_cast<Scalar>(0.39894228040143268);  // 1 / sqrt(2 pi)
  return zip("gelu_adjoint", x, dy, [](Scalar z, Scalar d) {
    return d * (fast::normal_cdf(z) + z * inverse_sqrt_2_pi * fast::exp(Scalar(-0.5) * z * z));
  });
}

}  // namespace heed
