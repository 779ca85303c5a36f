#include "nn/attention/sparse.h"

#include "autograd/operations/attention.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <cstdlib>
#include <functional>

namespace heed {
namespace {

void check(const char* function, const Variable& Q, const Variable& K, const Variable& V, const char* what,
           Index size, const Tensor& key_mask) {
  for (const Variable* x : {&Q, &K, &V}) {
    if (!x->defined()) fail(function, ": this tensor is undefined");
    if (x->rank() != 3 || x->size(0) != Q.size(0) || x->size(1) != Q.size(1))
      fail(function, ": Q, K and V must be (batch, time, size) of one sequence, not ", Q.shape(), ", ",
           K.shape(), ", ", V.shape());
  }
  if (K.size(2) != Q.size(2))
    fail(function, ": Q ", Q.shape(), " and K ", K.shape(), " must have the same size");
  if (key_mask.defined() && !(key_mask.shape() == Shape{Q.size(0), 1, Q.size(1)}))
    fail(function, ": a key mask must be (batch, 1, time), not ", key_mask.shape(), " for Q ", Q.shape());
  if (size < 1) fail(function, ": the ", what, " must be at least 1, not ", size);
}

// 1 for each key that may be seen, (batch, time, 1). Padded like the keys, it has 0 where they have no key.
Variable visible_keys(const Variable& K, const Tensor& key_mask) {
  return key_mask.defined() ? transpose(key_mask) : ones({K.size(0), K.size(1), 1});
}

// x with zeros before and after it along the time.
Variable padded(const Variable& x, Index before, Index after) {
  const auto zeros_of = [&](Index count) { return Variable(zeros({x.size(0), count, x.size(2)})); };
  return concatenate({zeros_of(before), x, zeros_of(after)}, 1);
}

Tensor mask_of(const char* function, Index time, const std::function<bool(Index, Index)>& may_attend) {
  if (time < 0) fail(function, ": the time must not be negative, but is ", time);
  Tensor mask = zeros({time, time});
  for (Index query = 0; query < time; ++query)
    for (Index key = 0; key < time; ++key) mask.at(query, key) = may_attend(query, key) ? 1 : 0;
  return mask;
}

}  // namespace

// The sequence is cut into blocks of `window` queries. The keys of a block's queries are in the block, in the one before it,
// and unless causal in the one after it; a mask hides those that are too far away.
Variable local_attention(const Variable& Q, const Variable& K, const Variable& V, Index window, bool causal,
                         double scale, const Tensor& key_mask) {
  check("local_attention", Q, K, V, "window", window, key_mask);
  const Index batch = Q.size(0), time = Q.size(1), blocks = (time + window - 1) / window;
  if (time == 0) return V;
  const Index rest = blocks * window - time,
              around = causal ? 2 : 3;  // blocks of keys for each block of queries
  const auto with_neighbours = [&](const Variable& x) {
    const Variable all = reshape(padded(x, window, rest + (around - 2) * window),
                                 {batch, blocks + around - 1, window, x.size(2)});
    std::vector<Variable> parts;
    for (Index i = 0; i < around; ++i) parts.push_back(slice(all, 1, i, i + blocks));
    return reshape(concatenate(parts, 2), {batch * blocks, around * window, x.size(2)});
  };
  Tensor near = zeros({window, around * window});
  for (Index i = 0; i < window; ++i) {
    for (Index j = 0; j < around * window; ++j) {
      const Index distance = window + i - j;
      near.at(i, j) = distance < window && distance > (causal ? -1 : -window) ? 1 : 0;
    }
  }
  const Tensor mask = near * transpose(with_neighbours(visible_keys(K, key_mask))).value();
  const Variable queries = reshape(padded(Q, 0, rest), {batch * blocks, window, Q.size(2)});
  const Variable read = attention(queries, with_neighbours(K), with_neighbours(V), mask, scale);
  return slice(reshape(read, {batch, blocks * window, V.size(2)}), 1, 0, time);
}

Tensor local_mask(Index time, Index window, bool causal) {
  if (window < 1) fail("local_mask: the window must be at least 1, not ", window);
  return mask_of("local_mask", time, [&](Index query, Index key) {
    return std::abs(query - key) < window && (!causal || key <= query);
  });
}

// Positions with the same remainder by `stride` attend to each other: each remainder is a sequence of its own.
Variable strided_attention(const Variable& Q, const Variable& K, const Variable& V, Index stride, bool causal,
                           double scale, const Tensor& key_mask) {
  check("strided_attention", Q, K, V, "stride", stride, key_mask);
  const Index batch = Q.size(0), time = Q.size(1), steps = (time + stride - 1) / stride;
  if (time == 0) return V;
  const auto by_remainder = [&](const Variable& x) {  // (batch · stride, steps, size)
    const Variable rows = reshape(padded(x, 0, steps * stride - time), {batch, steps, stride, x.size(2)});
    return reshape(transpose(rows, 1, 2), {batch * stride, steps, x.size(2)});
  };
  Tensor mask = transpose(by_remainder(visible_keys(K, key_mask))).value();  // (batch · stride, 1, steps)
  if (causal) mask = mask * causal_mask(steps);
  const Variable read = attention(by_remainder(Q), by_remainder(K), by_remainder(V), mask, scale);
  const Variable rows = transpose(reshape(read, {batch, stride, steps, V.size(2)}), 1, 2);
  return slice(reshape(rows, {batch, steps * stride, V.size(2)}), 1, 0, time);
}

Tensor strided_mask(Index time, Index stride, bool causal) {
  if (stride < 1) fail("strided_mask: the stride must be at least 1, not ", stride);
  return mask_of("strided_mask", time, [&](Index query, Index key) {
    return (query - key) % stride == 0 && (!causal || key <= query);
  });
}

}  // namespace heed
