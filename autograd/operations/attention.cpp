// Attention over blocks of queries and keys (Rabe and Staats, 2021; Dao et al., 2022). For one head:
//
//                 keys           A block of scores is computed, used, and forgotten; it never
//              +---+---+---+     leaves the cache. The softmax runs along with it: each row knows
//              | S | S | S |     its greatest score m and its sum l of e^(score - m) so far; when a
//      queries +---+---+---+     block brings a greater m, what was summed before shrinks by
//              | S | S | S |     e^(old m - new m). At the end a row keeps one number, L = m + log l,
//              +---+---+---+     by which backward computes each weight again as e^(score - L).
//
// A head of a sentence is one task for one thread, so no sum is ever shared.
#include "autograd/operations/attention.h"

#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/loops.h"
#include "tensor/matmul.h"
#include "tensor/raw/fold.h"
#include "tensor/raw/pack.h"
#include "tensor/raw/vector.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {
namespace {

constexpr Index query_block = 128, key_block = 256;

// A tensor of shape (..., rows, columns) as matrices, one for each head of each sentence.
class Heads {
 public:
  Heads() = default;
  Heads(const Tensor& x, const Shape& batch)
      : strides_(kernel::broadcast_strides(x, x.shape())), batch_(batch) {
    row_ = strides_[x.rank() - 2];
    column_ = strides_[x.rank() - 1];
  }
  Index offset(Index head) const {
    Index offset = 0;
    for (int axis = batch_.rank() - 1; axis >= 0; --axis) {
      offset += head % batch_[axis] * strides_[axis];
      head /= batch_[axis];
    }
    return offset;
  }
  kernel::ConstMatrix at(const Scalar* data, Index first_row, bool transposed = false) const {
    data += first_row * row_;
    return transposed ? kernel::ConstMatrix{data, column_, row_} : kernel::ConstMatrix{data, row_, column_};
  }
  Index row_stride() const { return row_; }
  Index column_stride() const { return column_; }

 private:
  Shape strides_, batch_;
  Index row_ = 0, column_ = 0;
};

// A result laid out as (batch, time, heads, size) but seen as (batch, heads, time, size), so that joining the
// heads afterwards is only another view.
Tensor empty_heads(const Shape& shape) {
  if (shape.rank() != 4) return empty(shape);
  return transpose(empty({shape[0], shape[2], shape[1], shape[3]}), 1, 2);
}

// x itself if the numbers of a row lie side by side, else a copy.
Tensor with_whole_rows(const Tensor& x) { return x.strides()[x.rank() - 1] == 1 ? x : x.contiguous(); }

struct Problem {
  Shape batch;  // all axes before the last two
  Index heads, queries, keys, d_k, d_v;
  Tensor q, k, v, mask;  // mask expanded to (..., queries, keys)
  Heads q_heads, k_heads, v_heads, masks;
  Scalar scale;
  AttentionDropout dropout;

  // Scores of a block: scale Q Kᵀ, -infinity where hidden, and behind the last column up to `width`.
  void scores(Scalar* block, Index width, const Scalar* q_head, const Scalar* k_head, Index head,
              Index first_query, Index rows, Index first_key, Index columns) const {
    kernel::gemm(rows, columns, d_k, q_heads.at(q_head, first_query), k_heads.at(k_head, first_key, true),
                 block, width);
    if (mask.defined()) {
      hide(block, width,
           mask.data() + masks.offset(head) + first_query * masks.row_stride() +
               first_key * masks.column_stride(),
           rows, columns);
    } else {
      for (Index i = 0; i < rows * width; ++i) block[i] *= scale;
      for (Index row = 0; row < rows; ++row)  // after the scale, which may be 0 or negative
        std::fill(block + row * width + columns, block + (row + 1) * width, minus_infinity);
    }
  }

  // Scales what the mask allows, and hides the rest.
  void hide(Scalar* block, Index width, const Scalar* open, Index rows, Index columns) const {
    const Index step = masks.column_stride();
    for (Index row = 0; row < rows; ++row, block += width, open += masks.row_stride()) {
      if (step == 1) {
        for (Index i = 0; i < width; i += kernel::lanes) {
          const kernel::Vector allowed = kernel::load_part(open + i, std::min(kernel::lanes, columns - i));
          kernel::store(block + i,
                        allowed != 0 ? kernel::load(block + i) * scale : kernel::Vector{} + minus_infinity);
        }
      } else {
        for (Index i = 0; i < width; ++i)
          block[i] = i < columns && open[i * step] != 0 ? block[i] * scale : minus_infinity;
      }
    }
  }

  // Drops numbers of a row of a block, the same ones each time, and scales the others up.
  void drop(Scalar* row, Index head, Index query, Index first_key, Index columns) const {
    if (dropout.probability == 0) return;
    const auto threshold = static_cast<std::uint32_t>(dropout.probability * 0x1p32);
    const Scalar factor = static_cast<Scalar>(1 / (1 - dropout.probability));
    const auto begin = static_cast<std::uint32_t>((head * queries + query) * keys + first_key);
    const std::uint64_t key = dropout.key;
    for (Index i = 0; i < columns; ++i) {
      row[i] =
          hash_bits(key, begin + static_cast<std::uint32_t>(i)) >= threshold ? row[i] * factor : Scalar{0};
    }
  }
};

// Rows of a block are whole vectors long: a loop over 15 keys would do seven of them one by one. The numbers
// behind the last key take part with weight 0.
Index whole_vectors(Index columns) { return (columns + kernel::lanes - 1) / kernel::lanes * kernel::lanes; }

// One head of one sentence: its output, and L for each query.
void forward_head(const Problem& p, Index head, Scalar* out, Index out_row, Scalar* log_sums) {
  const Scalar *const q = p.q.data() + p.q_heads.offset(head), *const k = p.k.data() + p.k_heads.offset(head),
                      *const v = p.v.data() + p.v_heads.offset(head);
  thread_local kernel::Workspace scratch;
  Scalar* const block = scratch.reserve(query_block * key_block);
  for (Index query = 0; query < p.queries; query += query_block) {
    const Index rows = std::min(query_block, p.queries - query);
    Scalar top[query_block], total[query_block];
    std::fill_n(top, rows, minus_infinity);
    std::fill_n(total, rows, Scalar{0});
    for (Index key = 0; key < p.keys; key += key_block) {
      const Index columns = std::min(key_block, p.keys - key), width = whole_vectors(columns);
      p.scores(block, width, q, k, head, query, rows, key, columns);
      for (Index row = 0; row < rows; ++row) {
        Scalar* const s = block + row * width;
        const Scalar highest = kernel::larger_number(top[row], kernel::max_row(s, width));
        const Scalar shift =
            highest == minus_infinity ? Scalar{0} : highest;  // while all is hidden, -inf - -inf is avoided
        for (Index i = 0; i < width; ++i) s[i] = kernel::fast::exp(s[i] - shift);
        if (key > 0) {
          const Scalar shrink = kernel::fast::exp(top[row] - shift);
          total[row] *= shrink;
          Scalar* const result = out + (query + row) * out_row;
          for (Index i = 0; i < p.d_v; ++i) result[i] *= shrink;
        }
        total[row] += kernel::sum_row(s, width);
        top[row] = highest;
        p.drop(s, head, query + row, key, columns);
      }
      kernel::gemm(rows, p.d_v, columns, {block, width, 1}, p.v_heads.at(v, key), out + query * out_row,
                   out_row, {.accumulate = key > 0});
    }
    for (Index row = 0; row < rows; ++row) {
      const bool sees_nothing = total[row] == 0;
      const Scalar factor = 1 / total[row];
      Scalar* const result = out + (query + row) * out_row;
      for (Index i = 0; i < p.d_v; ++i) result[i] = sees_nothing ? Scalar{0} : result[i] * factor;
      // +infinity makes every weight of the row e^-infinity = 0 in backward.
      log_sums[query + row] = sees_nothing ? -minus_infinity : top[row] + std::log(total[row]);
    }
  }
}

struct HeadGradients {
  Scalar *q, *k, *v;  // of this head
  Index q_row, k_row, v_row;
};

// With P = e^(S - L), its dropped form P' = P m, and G = dL/dO:
//     dV = P'ᵀ G        dP = (G Vᵀ) m        dS = P (dP - rowsum(G O)) scale
//     dQ = dS K         dK = dSᵀ Q
// rowsum(G O) is sum_j P_j dP_j, what softmax's derivative subtracts, since O = P' V.
void backward_head(const Problem& p, Index head, const Scalar* out, Index out_row, const Scalar* log_sums,
                   const Scalar* grad, Index grad_row, const HeadGradients& d) {
  const Scalar *const q = p.q.data() + p.q_heads.offset(head), *const k = p.k.data() + p.k_heads.offset(head),
                      *const v = p.v.data() + p.v_heads.offset(head);
  thread_local kernel::Workspace scratch;
  constexpr Index block = query_block * key_block;
  Scalar *const weights = scratch.reserve(3 * block), *const slopes = weights + block,
                *const dropped = p.dropout.probability > 0 ? slopes + block : weights;
  for (Index query = 0; query < p.queries; query += query_block) {
    const Index rows = std::min(query_block, p.queries - query);
    const kernel::ConstMatrix g{grad + query * grad_row, grad_row, 1};
    for (Index key = 0; key < p.keys; key += key_block) {
      const Index columns = std::min(key_block, p.keys - key), width = whole_vectors(columns);
      p.scores(weights, width, q, k, head, query, rows, key, columns);
      kernel::gemm(rows, columns, p.d_v, g, p.v_heads.at(v, key, true), slopes, width);  // G Vᵀ
      for (Index row = 0; row < rows; ++row) {
        Scalar *const w = weights + row * width, *const s = slopes + row * width,
                      *const w_dropped = dropped + row * width;
        const Scalar mean =
            kernel::dot_rows(grad + (query + row) * grad_row, out + (query + row) * out_row, p.d_v);
        const Scalar log_sum = log_sums[query + row];
        for (Index i = 0; i < width; ++i) w[i] = kernel::fast::exp(w[i] - log_sum);
        std::fill(s + columns, s + width, Scalar{0});
        if (p.dropout.probability > 0) {
          std::copy_n(w, width, w_dropped);
          p.drop(w_dropped, head, query + row, key, columns);
          p.drop(s, head, query + row, key, columns);
        }
        for (Index i = 0; i < width; ++i) s[i] = w[i] * (s[i] - mean) * p.scale;
      }
      const kernel::ConstMatrix s{slopes, width, 1}, s_transposed{slopes, 1, width},
          w_transposed{dropped, 1, width};
      kernel::gemm(columns, p.d_v, rows, w_transposed, g, d.v + key * d.v_row, d.v_row,
                   {.accumulate = query > 0});
      kernel::gemm(rows, p.d_k, columns, s, p.k_heads.at(k, key), d.q + query * d.q_row, d.q_row,
                   {.accumulate = key > 0});
      kernel::gemm(columns, p.d_k, rows, s_transposed, p.q_heads.at(q, query), d.k + key * d.k_row, d.k_row,
                   {.accumulate = query > 0});
    }
  }
}

// f(head) for every head, shared out in groups that are worth a thread's while.
template <class F>
void for_each_head(const Problem& p, F f) {
  const Index work = p.heads * p.queries * p.keys * (p.d_k + p.d_v);
  const Index groups = std::min({std::max(work / 100000, Index{1}), p.heads, Index{8} * thread_count()});
  parallel_tasks(groups, [&](Index group) {
    for (Index head = group * p.heads / groups; head < (group + 1) * p.heads / groups; ++head) f(head);
  });
}

Problem make_problem(const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask,
                     double scale, const AttentionDropout& dropout) {
  const double p_drop = dropout.probability;
  if (!(p_drop >= 0 && p_drop < 1))
    fail("attention: the dropout probability must be at least 0 and below 1, not ", p_drop);
  const int rank = Q.rank();
  const auto wrong = [&] {
    fail("attention: Q ", Q.shape(), ", K ", K.shape(), " and V ", V.shape(),
         " must be (..., queries, d_k), (..., keys, d_k) and (..., keys, d_v), alike in all axes before");
  };
  if (rank < 2 || K.rank() != rank || V.rank() != rank || K.size(-1) != Q.size(-1) ||
      V.size(-2) != K.size(-2))
    wrong();
  Problem p;
  p.batch = Q.shape().erase(rank - 1).erase(rank - 2);
  if (!(K.shape().erase(rank - 1).erase(rank - 2) == p.batch) ||
      !(V.shape().erase(rank - 1).erase(rank - 2) == p.batch))
    wrong();
  p.heads = p.batch.numel();
  p.queries = Q.size(-2);
  p.keys = K.size(-2);
  p.d_k = Q.size(-1);
  p.d_v = V.size(-1);
  p.q = Q.value();
  p.k = K.value();
  p.v = with_whole_rows(V.value());
  p.scale = static_cast<Scalar>(scale);
  p.dropout = dropout;
  p.q_heads = Heads(p.q, p.batch);
  p.k_heads = Heads(p.k, p.batch);
  p.v_heads = Heads(p.v, p.batch);
  if (mask.defined()) {
    const Shape scores = p.batch.insert(rank - 2, p.queries).insert(rank - 1, p.keys);
    if (!(broadcast("attention: mask and scores", scores, mask.shape()) == scores))
      fail("attention: mask ", mask.shape(), " does not broadcast to the scores' shape ", scores);
    p.mask = expand(mask, scores);
    p.masks = Heads(p.mask, p.batch);
  }
  return p;
}

}  // namespace

Variable attention(const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask, double scale,
                   const AttentionDropout& dropout) {
  const Problem problem = make_problem(Q, K, V, mask, scale, dropout);
  Shape shape = Q.shape();
  shape[shape.rank() - 1] = problem.d_v;
  Tensor output = empty_heads(shape), log_sums = empty({problem.heads, problem.queries});
  const Heads places(output, problem.batch);
  Scalar *const out = output.mutable_data(), *const sums = log_sums.mutable_data();
  for_each_head(problem, [&](Index head) {
    forward_head(problem, head, out + places.offset(head), places.row_stride(),
                 sums + head * problem.queries);
  });
  const auto rule = [problem, q = Saved(problem.q), k = Saved(problem.k), v = Saved(problem.v),
                     mask = Saved(problem.mask), output = Saved(output),
                     log_sums = Saved(log_sums)](const Tensor& upstream) {
    for (const Saved* saved : {&q, &k, &v, &mask}) saved->get();  // throws if one has changed
    const Problem& p = problem;
    const Tensor grad = with_whole_rows(upstream);
    Tensor dq = empty_heads(p.q.shape()), dk = empty_heads(p.k.shape()), dv = empty_heads(p.v.shape());
    if (p.queries == 0 || p.keys == 0) {  // no block will write them
      for (Tensor* gradient : {&dq, &dk, &dv}) gradient->fill(0);
    }
    const Heads q_places(dq, p.batch), k_places(dk, p.batch), v_places(dv, p.batch), g_places(grad, p.batch),
        o_places(output.get(), p.batch);
    Scalar *const to_q = dq.mutable_data(), *const to_k = dk.mutable_data(), *const to_v = dv.mutable_data();
    for_each_head(p, [&](Index head) {
      backward_head(p, head, output.get().data() + o_places.offset(head), o_places.row_stride(),
                    log_sums.get().data() + head * p.queries, grad.data() + g_places.offset(head),
                    g_places.row_stride(),
                    {to_q + q_places.offset(head), to_k + k_places.offset(head), to_v + v_places.offset(head),
                     q_places.row_stride(), k_places.row_stride(), v_places.row_stride()});
    });
    return std::array<Tensor, 3>{dq, dk, dv};
  };
  return record_jointly("attention", output, {&Q, &K, &V}, rule);
}

}  // namespace heed
