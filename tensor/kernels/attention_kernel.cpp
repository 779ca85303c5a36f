// Attention over blocks of queries and keys (Rabe and Staats, 2021; Dao et al., 2022).
// For one head:
//
//                 keys           S = scale Q Kᵀ, -infinity where the mask hides a key
//              +---+---+---+     P = softmax(S)
//              | S | S | S |     O = P V
//      queries +---+---+---+
//              | S | S | S |     A block of S is computed, used and overwritten; it never leaves
//              +---+---+---+     the cache.
//
// The softmax is computed block by block, too. For each query, m is the maximum of its scores so
// far and l the sum of e^(S - m). When a block brings a larger maximum m', both l and the output so
// far shrink by the factor e^(m - m'). After the last block the output is divided by l, and the
// query keeps two numbers, m and r = 1 / l: the adjoint uses them to compute each weight again as P =
// e^(S - m) r.
//
// A hidden key has weight 0. But 0 times NaN or infinity is NaN, so where a result is NaN, the block or
// the head is computed once more without the hidden keys (`exact`), by plain loops instead of gemm.
//
// One thread computes one head of one sentence, so no sum is ever shared.
#include "tensor/kernels/attention_kernel.h"

#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tensor/kernels/heads.h"
#include "tensor/raw/fold.h"
#include "tensor/raw/pack.h"
#include "tensor/raw/vector.h"

#include <algorithm>
#include <cmath>

namespace heed::kernel {
namespace {

constexpr Index query_block = 128, key_block = 256;

struct Problem {
  explicit Problem(const AttentionInputs& inputs);

  Index heads, queries, keys, d_k, d_v;
  Tensor Q_tensor, K_tensor, V_tensor, mask_tensor;  // the mask expanded to (..., queries, keys)
  Heads Q, K, V, mask;
  bool masked, drops;
  Scalar scale;
  Dropper drop;
};

// The inputs of one head: Q (queries, d_k), K (keys, d_k), V (keys, d_v), mask (queries, keys).
struct Head {
  Head(const Problem& p, Index head)
      : index(head), Q(p.Q[head]), K(p.K[head]), V(p.V[head]), mask(p.masked ? p.mask[head] : Q) {}
  Index index;
  ConstMatrix Q, K, V, mask;
};

// Part of one head's matrix of scores. Its rows have room for whole vectors, because a loop over
// 15 keys would compute seven of them one by one. The elements after the last key have weight 0.
struct Block {
  Index query, rows, key, columns;
  Index width() const { return (columns + lanes - 1) / lanes * lanes; }
};

// Calls f(block) for all keys of `rows` queries, block by block.
template <class F>
void for_each_block(const Problem& p, Index query, Index rows, F f) {
  for (Index key = 0; key < p.keys; key += key_block)
    f(Block{query, rows, key, std::min(key_block, p.keys - key)});
}

// Calls f(head) for all heads, divided among the threads.
template <class F>
void for_each_head(const Problem& p, F f) {
  const Index multiply_adds_per_head = p.queries * p.keys * (p.d_k + p.d_v);
  parallel_runs(p.heads, multiply_adds_per_head / multiply_adds_per_operation, [&](Index first, Index last) {
    for (Index head = first; head < last; ++head) f(head);
  });
}

// One row of scores: scaled where the mask allows it, -infinity where it hides.
void scale_allowed(Scalar* S, const Scalar* allowed, Index step, Index columns, Index width, Scalar scale) {
  if (step == 1) {
    for (Index i = 0; i < width; i += lanes) {
      const Vector mask = load_part(allowed + i, std::min(lanes, columns - i));
      store(S + i, mask != 0 ? load(S + i) * scale : Vector{} + minus_infinity);
    }
  } else {
    for (Index i = 0; i < width; ++i)
      S[i] = i < columns && allowed[i * step] != 0 ? S[i] * scale : minus_infinity;
  }
}

// S = scale Q Kᵀ: Q (rows, d_k), K (columns, d_k) -> S (rows, width), -infinity where hidden and
// after the last column.
void scores(const Problem& p, const Head& head, const Block& b, Scalar* S) {
  const Index width = b.width();
  const ConstMatrix Q = block_at(head.Q, b.query, 0), K = block_at(head.K, b.key, 0);
  gemm(b.rows, b.columns, p.d_k, Q, transposed(K), S, width);
  if (p.masked) {
    const ConstMatrix mask = block_at(head.mask, b.query, b.key);
    for (Index row = 0; row < b.rows; ++row) {
      scale_allowed(S + row * width, mask.data + row * mask.row_stride, mask.column_stride, b.columns, width,
                    p.scale);
    }
  } else {
    for (Index i = 0; i < b.rows * width; ++i) S[i] *= p.scale;
    for (Index row = 0; row < b.rows; ++row)  // after the scale, which may be 0 or negative
      std::fill(S + row * width + b.columns, S + (row + 1) * width, minus_infinity);
  }
}

// Drops elements of one row of a block, the same ones each time, and scales the others up.
void drop_row(const Problem& p, Index head, const Block& b, Index row, Scalar* weights) {
  const Dropper drop = p.drop;
  const auto first = static_cast<std::uint32_t>((head * p.queries + b.query + row) * p.keys + b.key);
  for (Index i = 0; i < b.columns; ++i) weights[i] = drop(weights[i], first + static_cast<std::uint32_t>(i));
}

// One query, one block of keys: S (width) becomes e^(S - m'), and m, l and the query's row of O
// follow the maximum:
//     m' = max(m, max S)        l' = e^(m - m') l + sum e^(S - m')        O' = e^(m - m') O
void online_softmax(Scalar* S, Index width, Scalar& m, double& l, LongFold<>& O, Index row,
                    bool first_block) {
  const Scalar m_new = larger_number(m, max_row(S, width));
  // While every key is hidden, the maximum is -infinity. Shifting by 0 instead avoids
  // -infinity - -infinity.
  const Scalar shift = m_new == minus_infinity ? Scalar{0} : m_new;
  for (Index i = 0; i < width; ++i) S[i] = fast::exp(S[i] - shift);
  if (!first_block) {
    const Scalar shrink = fast::exp(m - shift);
    l *= static_cast<double>(shrink);
    O.scale(row, shrink);
  }
  l += static_cast<double>(sum_row(S, width));
  m = m_new;
}

// After the last block of keys: O (d_v) / l. Returns r = 1 / l. A query that sees no key gets O = 0, and
// m = r = 0, which makes each of its weights 0 in the adjoint.
Scalar finish_row(Scalar& m, double l, Scalar* O, Index d_v) {
  const bool sees_nothing = l == 0;
  const Scalar r = sees_nothing ? Scalar{0} : static_cast<Scalar>(1 / l);
  if (sees_nothing) m = 0;
  for (Index i = 0; i < d_v; ++i) O[i] = sees_nothing ? Scalar{0} : O[i] * r;
  return r;
}

bool has_nan(Index rows, Index columns, const MutableHead& x) {
  int found = 0;  // not bool, and no early end: so the loop becomes vector code
  for (Index i = 0; i < rows; ++i) {
    const Scalar* const row = x.row(i);
    for (Index j = 0; j < columns; ++j) found |= row[j] != row[j];
  }
  return found != 0;
}

// C += A B, or C = A B, without the terms A(i, p) B(p, j) for which skip(i, p).
template <class Skip>
void multiply_except(Index m, Index n, Index k, ConstMatrix A, ConstMatrix B, MutableHead C, bool accumulate,
                     Skip skip) {
  for (Index i = 0; i < m; ++i) {
    Scalar* const to = C.row(i);
    if (!accumulate) std::fill_n(to, n, Scalar{0});
    for (Index p = 0; p < k; ++p) {
      if (skip(i, p)) continue;
      const Scalar a = *block_at(A, i, p).data;
      for (Index j = 0; j < n; ++j) to[j] += a * *block_at(B, p, j).data;
    }
  }
}

// One block of queries: O (rows, d_v), m and r (rows).
void forward_block(const Problem& p, const Head& head, Index query, Index rows, const MutableHead& O,
                   Scalar* m, Scalar* r, bool exact) {
  thread_local Workspace scratch;
  Scalar* const S = scratch.reserve(query_block * key_block);
  double l[query_block];
  std::fill_n(m, rows, minus_infinity);
  std::fill_n(l, rows, 0.0);
  LongFold sums(O.data, rows, p.d_v, O.row_stride);
  for_each_block(p, query, rows, [&](const Block& b) {
    const Index width = b.width();
    scores(p, head, b, S);
    sums.before(b.key / key_block);
    for (Index row = 0; row < rows; ++row) {
      online_softmax(S + row * width, width, m[row], l[row], sums, row, b.key == 0);
      if (p.drops) drop_row(p, head.index, b, row, S + row * width);
    }
    // O += P V, with P not yet divided by l
    const ConstMatrix P{S, width, 1}, V = block_at(head.V, b.key, 0);
    if (exact) {
      const ConstMatrix mask = block_at(head.mask, query, b.key);
      multiply_except(rows, p.d_v, b.columns, P, V, O, b.key > 0,
                      [=](Index i, Index key) { return *block_at(mask, i, key).data == 0; });
    } else {
      gemm(rows, p.d_v, b.columns, P, V, O.data, O.row_stride, {.accumulate = b.key > 0});
    }
  });
  sums.finish();
  for (Index row = 0; row < rows; ++row) r[row] = finish_row(m[row], l[row], O.row(row), p.d_v);
}

// One head: O (queries, d_v), m and r (queries).
void forward_head(const Problem& p, const Head& head, const MutableHead& O, Scalar* m, Scalar* r) {
  for (Index query = 0; query < p.queries; query += query_block) {
    const Index rows = std::min(query_block, p.queries - query);
    const MutableHead O_block{O.row(query), O.row_stride};
    forward_block(p, head, query, rows, O_block, m + query, r + query, false);
    if (p.masked && has_nan(rows, p.d_v, O_block))
      forward_block(p, head, query, rows, O_block, m + query, r + query, true);
  }
}

// What the forward pass left of one query, and the gradient of its output.
struct Query {
  Scalar m, r;
  const Scalar *O, *dO;  // (d_v)
};

// One query, one block of keys, given S (width) and dP = dO Vᵀ (width), both overwritten:
//     forward  P = e^(S - m) r         adjoint  dS = P (dP - D),  D = sum_j P_j dP_j = dO · O
//     forward  S = scale Q Kᵀ          adjoint  d(Q Kᵀ) = scale dS, which is what dP becomes
// With dropping, the forward pass used P_dropped = drop(P), which is computed here as well, and dP
// is first dropped in the same elements. Where P is 0, as for a hidden key, dS is 0 even if dP is NaN.
void adjoint_row(const Problem& p, Index head, const Block& b, Index row, const Query& query, Scalar* S,
                 Scalar* dP, Scalar* P_dropped) {
  const Index width = b.width();
  Scalar *const P = S, *const dS = dP;
  const Scalar m = query.m, r = query.r, scale = p.scale;
  const Scalar D = dot_rows(query.dO, query.O, p.d_v);
  if (std::isnan(D) && std::all_of(query.dO, query.dO + p.d_v, [](Scalar x) { return x == 0; })) {
    std::fill_n(dS, width, Scalar{0});
    std::fill_n(P_dropped, width, Scalar{0});
    return;
  }
  for (Index i = 0; i < width; ++i) P[i] = fast::exp(S[i] - m) * r;
  std::fill(dP + b.columns, dP + width, Scalar{0});
  if (p.drops) {
    std::copy_n(P, width, P_dropped);
    drop_row(p, head, b, row, P_dropped);
    drop_row(p, head, b, row, dP);
  }
  for (Index i = 0; i < width; ++i) dS[i] = P[i] == 0 ? Scalar{0} : P[i] * (dP[i] - D) * scale;
}

// What the adjoint of one head reads and writes.
struct HeadAdjoint {
  ConstMatrix O, dO;
  const Scalar *m, *r;
  MutableHead dQ, dK, dV;
};

// One head. The forward lines, each with its adjoint:
//     O = P V               dV = Pᵀ dO        dP = dO Vᵀ
//     P = softmax(S)        dS = P (dP - D)   see adjoint_row
//     S = scale Q Kᵀ        dQ = scale dS K   dK = scale dSᵀ Q
void adjoint_head(const Problem& p, const Head& head, const HeadAdjoint& a, bool exact) {
  thread_local Workspace scratch;
  constexpr Index size = query_block * key_block;
  Scalar *const S = scratch.reserve(3 * size), *const dP = S + size,
                *const P_dropped = p.drops ? dP + size : S;
  const auto product = [exact](Index m, Index n, Index k, ConstMatrix A, ConstMatrix B, MutableHead C,
                               bool accumulate) {
    if (!exact) return gemm(m, n, k, A, B, C.data, C.row_stride, {.accumulate = accumulate});
    multiply_except(m, n, k, A, B, C, accumulate,
                    [=](Index i, Index j) { return *block_at(A, i, j).data == 0; });
  };
  LongFold sums_K(a.dK.data, p.keys, p.d_k, a.dK.row_stride),
      sums_V(a.dV.data, p.keys, p.d_v, a.dV.row_stride);
  for (Index query = 0; query < p.queries; query += query_block) {
    const Index rows = std::min(query_block, p.queries - query);
    const ConstMatrix dO = block_at(a.dO, query, 0);
    LongFold sums_Q(a.dQ.row(query), rows, p.d_k, a.dQ.row_stride);
    sums_K.before(query / query_block);
    sums_V.before(query / query_block);
    for_each_block(p, query, rows, [&](const Block& b) {
      const Index width = b.width();
      scores(p, head, b, S);
      gemm(rows, b.columns, p.d_v, dO, transposed(block_at(head.V, b.key, 0)), dP, width);
      for (Index row = 0; row < rows; ++row) {
        const Query q{a.m[query + row], a.r[query + row], block_at(a.O, query + row, 0).data,
                      block_at(dO, row, 0).data};
        adjoint_row(p, head.index, b, row, q, S + row * width, dP + row * width, P_dropped + row * width);
      }
      const ConstMatrix P{P_dropped, width, 1}, dS{dP, width, 1};
      sums_Q.before(b.key / key_block);
      gemm(b.columns, p.d_v, rows, transposed(P), dO, a.dV.row(b.key), a.dV.row_stride,
           {.accumulate = query > 0});
      product(rows, p.d_k, b.columns, dS, block_at(head.K, b.key, 0), {a.dQ.row(query), a.dQ.row_stride},
              b.key > 0);
      product(b.columns, p.d_k, rows, transposed(dS), block_at(head.Q, query, 0),
              {a.dK.row(b.key), a.dK.row_stride}, query > 0);
    });
    sums_Q.finish();
  }
  sums_K.finish();
  sums_V.finish();
}

// (..., rows, columns) -> (...)
Shape batch_of(const Tensor& x) { return x.shape().erase(x.rank() - 1).erase(x.rank() - 2); }

// (..., queries, keys)
Shape scores_shape(const AttentionInputs& inputs) {
  Shape shape = inputs.Q.shape();
  shape[shape.rank() - 1] = inputs.K.size(-2);
  return shape;
}

void check(const AttentionInputs& inputs) {
  require_defined("attention", inputs.Q, inputs.K, inputs.V);
  check_probability("attention: the dropout", inputs.dropout.probability);
  if (!std::isfinite(inputs.scale)) fail("attention: the scale must be finite, not ", inputs.scale);
  const Tensor &Q = inputs.Q, &K = inputs.K, &V = inputs.V, &mask = inputs.mask;
  const int rank = Q.rank();
  if (rank < 2 || K.rank() != rank || V.rank() != rank || K.size(-1) != Q.size(-1) ||
      V.size(-2) != K.size(-2) || !(batch_of(K) == batch_of(Q)) || !(batch_of(V) == batch_of(Q))) {
    fail("attention: Q ", Q.shape(), ", K ", K.shape(), " and V ", V.shape(),
         " must be (..., queries, d_k), (..., keys, d_k) and (..., keys, d_v), with equal leading axes");
  }
  if (!mask.defined()) return;
  const Shape scores = scores_shape(inputs);
  if (!(broadcast("attention: mask and scores", scores, mask.shape()) == scores))
    fail("attention: mask ", mask.shape(), " does not broadcast to the scores' shape ", scores);
}

Problem::Problem(const AttentionInputs& inputs)
    : heads(batch_of(inputs.Q).numel()),
      queries(inputs.Q.size(-2)),
      keys(inputs.K.size(-2)),
      d_k(inputs.Q.size(-1)),
      d_v(inputs.V.size(-1)),
      Q_tensor(inputs.Q),
      K_tensor(inputs.K),
      V_tensor(with_whole_rows(inputs.V)),
      Q(Q_tensor),
      K(K_tensor),
      V(V_tensor),
      masked(inputs.mask.defined()),
      drops(inputs.dropout.probability > 0),
      scale(static_cast<Scalar>(inputs.scale)),
      drop(inputs.dropout) {
  if (masked) {
    mask_tensor = expand(inputs.mask, scores_shape(inputs));
    mask = Heads(mask_tensor);
  }
}

}  // namespace

AttentionForward attention(const AttentionInputs& inputs) {
  check(inputs);
  const Problem p(inputs);
  Shape shape = inputs.Q.shape();
  shape[shape.rank() - 1] = p.d_v;
  AttentionForward result{empty_heads(shape), empty({p.heads, p.queries}), empty({p.heads, p.queries})};
  const MutableHeads O(result.O);
  Scalar *const m = result.m.mutable_data(), *const r = result.r.mutable_data();
  for_each_head(p, [&](Index head) {
    forward_head(p, Head(p, head), O[head], m + head * p.queries, r + head * p.queries);
  });
  return result;
}

std::array<Tensor, 3> attention_adjoint(const AttentionInputs& inputs, const AttentionForward& forward,
                                        const Tensor& dO) {
  const Problem p(inputs);
  const Tensor dO_rows = with_whole_rows(dO);
  std::array<Tensor, 3> gradients = {empty_heads(inputs.Q.shape()), empty_heads(inputs.K.shape()),
                                     empty_heads(inputs.V.shape())};
  if (p.queries == 0 || p.keys == 0) {  // no block will write them
    for (Tensor& gradient : gradients) gradient.fill(0);
  }
  const MutableHeads dQ(gradients[0]), dK(gradients[1]), dV(gradients[2]);
  const Heads O(forward.O), dO_heads(dO_rows);
  const Scalar *const m = forward.m.data(), *const r = forward.r.data();
  for_each_head(p, [&](Index i) {
    const Head head(p, i);
    const HeadAdjoint a{O[i], dO_heads[i], m + i * p.queries, r + i * p.queries, dQ[i], dK[i], dV[i]};
    adjoint_head(p, head, a, false);
    if (has_nan(p.queries, p.d_k, a.dQ) || has_nan(p.keys, p.d_k, a.dK)) adjoint_head(p, head, a, true);
  });
  return gradients;
}

}  // namespace heed::kernel
