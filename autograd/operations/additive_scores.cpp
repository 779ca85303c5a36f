#include "autograd/operations/additive_scores.h"

#include "autograd/record.h"
#include "tensor/kernels/additive_kernel.h"

namespace heed {

// S_qk = sum_j v_j t_j with t = tanh(q + k):
//     dq_j = sum_k dS_qk v_j (1 - t_j²)    dk_j = sum_q dS_qk v_j (1 - t_j²)    dv_j = sum_qk dS_qk t_j
Variable additive_scores(const Variable& queries, const Variable& keys, const Variable& v) {
  const Tensor S = kernel::additive_scores(queries.value(), keys.value(), v.value());
  const auto rule = [q = Saved(queries.value()), k = Saved(keys.value()), weights = Saved(v.value())](
                        const Tensor& dS, Gradient dq, Gradient dk, Gradient dv) {
    // All three are computed, whichever are wanted: they share t.
    const auto d = kernel::additive_scores_adjoint(q, k, weights, dS);
    dq.add(d[0]);
    dk.add(d[1]);
    dv.add(d[2]);
  };
  return record("additive_scores", S, Edge{{queries, keys, v}, rule});
}

}  // namespace heed
