#include "autograd/operations/additive_scores.h"

#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/fold.h"
#include "tensor/raw/vector.h"
#include "tensor/reduce.h"

namespace heed {
namespace {

// One query and key: adds to the gradients of both and of v. The three lie apart, which is what lets a
// compiler use vectors.
void add_slopes(Index size, Scalar g, const Scalar* v, const Scalar* t, Scalar* __restrict dq,
                Scalar* __restrict dk, Scalar* __restrict dv) {
  for (Index j = 0; j < size; ++j) {
    const Scalar slope = g * v[j] * (1 - t[j] * t[j]);
    dq[j] += slope;
    dk[j] += slope;
    dv[j] += g * t[j];
  }
}

}  // namespace

// s_qk = sum_j v_j t_j with t = tanh(q + k), which is computed again in backward rather than kept:
//     dq_j = sum_k g_qk v_j (1 - t_j^2)        dk_j = sum_q g_qk v_j (1 - t_j^2)        dv_j = sum_qk g_qk
//     t_j
Variable additive_scores(const Variable& queries, const Variable& keys, const Variable& v) {
  const Index batch = queries.rank() == 3 ? queries.size(0) : -1, size = v.rank() == 1 ? v.size(0) : -1;
  if (queries.rank() != 3 || keys.rank() != 3 || keys.size(0) != batch || queries.size(2) != size ||
      keys.size(2) != size) {
    fail("additive_scores: queries ", queries.shape(), ", keys ", keys.shape(), " and v ", v.shape(),
         " must be (batch, queries, size), (batch, keys, size) and (size,)");
  }
  const Index many_queries = queries.size(1), many_keys = keys.size(1);
  const Tensor q_tensor = queries.value().contiguous(), k_tensor = keys.value().contiguous(),
               v_tensor = v.value().contiguous();
  Tensor result = empty({batch, many_queries, many_keys});
  Scalar* const out = result.mutable_data();
  const Scalar *const q_data = q_tensor.data(), *const k_data = k_tensor.data(),
                      *const weights = v_tensor.data();
  const Index grain = grain_for(4 * many_keys * size);
  parallel_for(batch * many_queries, grain, [=](Index first, Index last) {
    Tensor scratch = empty({size});
    Scalar* const terms = scratch.mutable_data();
    for (Index row = first; row < last; ++row) {
      const Scalar *const q = q_data + row * size, *const all_keys =
                                                       k_data + row / many_queries * many_keys * size;
      for (Index key = 0; key < many_keys; ++key) {
        const Scalar* const k = all_keys + key * size;
        for (Index j = 0; j < size; ++j) terms[j] = weights[j] * kernel::fast::tanh(q[j] + k[j]);
        out[row * many_keys + key] = kernel::sum_row(terms, size);
      }
    }
  });
  const auto rule = [=, queries = Saved(q_tensor), keys = Saved(k_tensor),
                     v = Saved(v_tensor)](const Tensor& upstream) {
    const Tensor grad = upstream.contiguous();
    Tensor d_queries = zeros(queries.get().shape()), d_keys = zeros(keys.get().shape()),
           d_v = zeros({batch, size});
    Scalar *const dq_data = d_queries.mutable_data(), *const dk_data = d_keys.mutable_data(),
                  *const dv_data = d_v.mutable_data();
    const Scalar *const q = queries.get().data(), *const k = keys.get().data(), *const w = v.get().data();
    const Scalar* const g_data = grad.data();
    const Index batch_grain = grain_for(4 * many_queries * many_keys * size);
    parallel_for(batch, batch_grain, [=](Index first, Index last) {  // a sum over queries or keys stays in
                                                                     // one sentence
      Tensor scratch = empty({size});
      Scalar* const t = scratch.mutable_data();
      for (Index b = first; b < last; ++b) {
        for (Index query = b * many_queries; query < (b + 1) * many_queries; ++query) {
          for (Index key = b * many_keys; key < (b + 1) * many_keys; ++key) {
            const Scalar g = g_data[query * many_keys + key - b * many_keys];
            const Scalar *const q_row = q + query * size, *const k_row = k + key * size;
            for (Index j = 0; j < size; ++j) t[j] = kernel::fast::tanh(q_row[j] + k_row[j]);
            add_slopes(size, g, w, t, dq_data + query * size, dk_data + key * size, dv_data + b * size);
          }
        }
      }
    });
    return std::array<Tensor, 3>{d_queries, d_keys, sum(d_v, 0)};
  };
  return record_jointly("additive_scores", result, {&queries, &keys, &v}, rule);
}

}  // namespace heed
