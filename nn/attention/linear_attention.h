// Linear attention (Katharopoulos, Vyas, Pappas and Fleuret, 2020): the weight of a key is a product of features instead of an
// exponential, so the sum over the keys can be computed once and shared by all queries:
//
//     o_i = φ(q_i) S / (φ(q_i) · z)     S = sum over j of φ(k_j)ᵀ v_j     z = sum over j of φ(k_j)
//
// with φ(x) = elu(x) + 1, which is above 0. If causal, S and z are sums over the keys j <= i. The work grows with the length, and not
// with its square.
#pragma once

#include "autograd/variable.h"

namespace heed {

// Q and K (batch, time, d_k), V (batch, time, d_v) -> (batch, time, d_v). A key mask (batch, 1, time) hides keys, such as
// padding, from all queries, even if they are NaN or infinite. A query that sees no key gets zeros. Throws unless the shapes fit.
Variable linear_attention(const Variable& Q, const Variable& K, const Variable& V, bool causal,
                          const Tensor& key_mask = {});

// The sums over the keys so far: all that a decoder has to keep, however long the text is.
struct LinearMemory {
  Variable S;  // (batch, d_k, d_v); undefined before the first key
  Variable z;  // (batch, d_k, 1)
};
// Causal, for the next positions after those in `memory`, to which their keys and values are added.
Variable linear_attention(const Variable& Q, const Variable& K, const Variable& V, LinearMemory& memory,
                          const Tensor& key_mask = {});
// One position further: q and k (batch, d_k), v (batch, d_v) -> (batch, d_v), what causal linear attention gives at this position.
Variable linear_attention_step(const Variable& q, const Variable& k, const Variable& v, LinearMemory& memory);

}  // namespace heed
