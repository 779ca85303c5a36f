#include "tensor/kernels/additive_kernel.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/fold.h"
#include "tensor/raw/vector.h"
#include "tensor/reduce.h"

namespace heed::kernel {
namespace {

// One query q (size), one key k (size): sum_j v_j t_j with t = tanh(q + k).
// `terms` has room for `size` values.
Scalar score(Index size, const Scalar* q, const Scalar* k, const Scalar* v, Scalar* terms) {
  for (Index j = 0; j < size; ++j) terms[j] = v[j] * fast::tanh(q[j] + k[j]);
  return sum_row(terms, size);
}

// One query, one key, and the gradient dS of their score:
//     forward  S = sum_j v_j t_j,  t_j = tanh(q_j + k_j)
//     adjoint  dq_j += dS v_j (1 - t_j²)        dk_j += dS v_j (1 - t_j²)        dv_j += dS t_j
// The three gradients do not overlap, which lets a compiler use vectors.
void add_gradients(Index size, Scalar dS, const Scalar* v, const Scalar* t, Scalar* __restrict dq,
                   Scalar* __restrict dk, Scalar* __restrict dv) {
  for (Index j = 0; j < size; ++j) {
    const Scalar slope = dS * v[j] * (1 - t[j] * t[j]);
    dq[j] += slope;
    dk[j] += slope;
    dv[j] += dS * t[j];
  }
}

}  // namespace

Tensor additive_scores(const Tensor& queries, const Tensor& keys, const Tensor& v) {
  require_defined("additive_scores", queries, keys, v);
  const Index batch = queries.rank() == 3 ? queries.size(0) : -1, size = v.rank() == 1 ? v.size(0) : -1;
  if (queries.rank() != 3 || keys.rank() != 3 || keys.size(0) != batch || queries.size(2) != size ||
      keys.size(2) != size) {
    fail("additive_scores: queries ", queries.shape(), ", keys ", keys.shape(), " and v ", v.shape(),
         " must be (batch, queries, size), (batch, keys, size) and (size,)");
  }
  const Index query_count = queries.size(1), key_count = keys.size(1);
  const Tensor q_rows = queries.contiguous(), k_rows = keys.contiguous(), v_row = v.contiguous();
  Tensor result = empty({batch, query_count, key_count});
  Scalar* const S = result.mutable_data();
  const Scalar *const q = q_rows.data(), *const k = k_rows.data(), *const weights = v_row.data();
  parallel_for(batch * query_count, grain_for(4 * key_count * size), [=](Index first, Index last) {
    Tensor scratch = empty({size});
    Scalar* const terms = scratch.mutable_data();
    for (Index query = first; query < last; ++query) {
      const Scalar* const k_sentence = k + query / query_count * key_count * size;
      for (Index key = 0; key < key_count; ++key)
        S[query * key_count + key] = score(size, q + query * size, k_sentence + key * size, weights, terms);
    }
  });
  return result;
}

// t = tanh(q + k) is computed again rather than kept. A sum over queries or keys stays within one
// sentence, and a sentence within one thread.
std::array<Tensor, 3> additive_scores_adjoint(const Tensor& queries, const Tensor& keys, const Tensor& v,
                                              const Tensor& dS) {
  const Index batch = queries.size(0), size = v.size(0), query_count = queries.size(1),
              key_count = keys.size(1);
  const Tensor q_rows = queries.contiguous(), k_rows = keys.contiguous(), v_row = v.contiguous(),
               dS_rows = dS.contiguous();
  Tensor d_queries = zeros(queries.shape()), d_keys = zeros(keys.shape()), d_v = zeros({batch, size});
  Scalar *const dq = d_queries.mutable_data(), *const dk = d_keys.mutable_data(),
                *const dv = d_v.mutable_data();
  const Scalar *const q = q_rows.data(), *const k = k_rows.data(), *const weights = v_row.data(),
                      *const ds = dS_rows.data();
  parallel_for(batch, grain_for(4 * query_count * key_count * size), [=](Index first, Index last) {
    Tensor scratch = empty({size});
    Scalar* const t = scratch.mutable_data();
    for (Index b = first; b < last; ++b) {
      LongFold sums_v(dv + b * size, size), sums_k(dk + b * key_count * size, key_count * size);
      for (Index query = 0; query < query_count; ++query) {
        const Index q_row = b * query_count + query;
        LongFold sums_q(dq + q_row * size, size);
        sums_k.before(query);
        for (Index key = 0; key < key_count; ++key) {
          const Index k_row = b * key_count + key;
          sums_q.before(key);
          sums_v.before(query * key_count + key);
          const Scalar dS_qk = ds[q_row * key_count + key];
          if (dS_qk == 0) continue;  // a hidden key takes no part, even if it is NaN
          for (Index j = 0; j < size; ++j) t[j] = fast::tanh(q[q_row * size + j] + k[k_row * size + j]);
          add_gradients(size, dS_qk, weights, t, dq + q_row * size, dk + k_row * size, dv + b * size);
        }
        sums_q.finish();
      }
      sums_v.finish();
      sums_k.finish();
    }
  });
  return {d_queries, d_keys, sum(d_v, 0)};
}

}  // namespace heed::kernel
