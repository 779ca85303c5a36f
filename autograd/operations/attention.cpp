#include "autograd/operations/attention.h"

#include "autograd/record.h"
#include "tensor/kernels/attention_kernel.h"

namespace heed {

// O = softmax(scale Q Kᵀ) V. With P = softmax(S), S = scale Q Kᵀ, and D = rowsum(dO O):
//     dL/dV = Pᵀ dO        dP = dO Vᵀ        dS = P (dP - D)
//     dL/dQ = scale dS K   dL/dK = scale dSᵀ Q
Variable attention(const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask, double scale,
                   const DropoutMask& weight_dropout) {
  const auto [output, max, inverse_sum] =
      kernel::attention({Q.value(), K.value(), V.value(), mask, scale, weight_dropout});
  const auto rule = [scale, weight_dropout, q = Saved(Q.value()), k = Saved(K.value()), v = Saved(V.value()),
                     hidden = Saved(mask), O = Saved(output), m = Saved(max),
                     r = Saved(inverse_sum)](const Tensor& grad, Gradient dQ, Gradient dK, Gradient dV) {
    // All three are computed, whichever are wanted: they share P and dS.
    const auto d = kernel::attention_adjoint({q, k, v, hidden, scale, weight_dropout}, {O, m, r}, grad);
    dQ.add(d[0]);
    dK.add(d[1]);
    dV.add(d[2]);
  };
  return record("attention", output, Edge{{Q, K, V}, rule});
}

}  // namespace heed
