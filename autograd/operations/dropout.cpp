#include "autograd/operations/dropout.h"

#include "autograd/record.h"
#include "tensor/kernels/dropout_kernel.h"

namespace heed {

// y = m x / (1 - p) with a random m of zeros and ones        dL/dx = m dL/dy / (1 - p)
Variable dropout(const Variable& x, double p, Rng& rng) {
  require_defined("dropout", x);
  kernel::check_probability("dropout: the", p);
  if (p == 0) return x;
  const DropoutMask m{.probability = p, .key = rng.bits()};
  return record("dropout", kernel::dropout(x.value(), m),
                Edge{x, [m](const Tensor& dy) { return kernel::dropout_adjoint(dy, m); }});
}

}  // namespace heed
