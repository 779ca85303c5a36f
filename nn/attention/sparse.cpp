#include "nn/attention/sparse.h"

#include "autograd/operations/attention.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <cstdlib>
#include <functional>

namespace heed {
namespace {

void check(const char* function, const Variable& Q, const Variable& K, const Variable& V, const char* what,
           Index size) {
  for (const Variable* x : {&Q, &K, &V}) {
    if (!x->defined()) fail(function, ": this tensor is undefined");
    if (x->rank() != 3 || x->size(0) != Q.size(0) || x->size(1) != Q.size(1))
      fail(function, ": Q, K and V must be (batch, time, size) of one sequence, not ", Q.shape(), ", ",
           K.shape(), ", ", V.shape());
  }
  if (K.size(2) != Q.size(2))
    fail(function, ": Q ", Q.shape(), " and K ", K.shape(), " must have the same size");
  if (size < 1) fail(function, ": the ", what, " must be at least 1, not ", size);
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
                         double scale) {
  check("local_attention", Q, K, V, "window", window);
  const Index batch = Q.size(0), time = Q.size(1), blocks = (time + window - 1) / window;
  if (time == 0) return V;
  const Index rest = blocks * window - time,
              around = causal ? 2 : 3;  // blocks of keys for each block of queries
  const auto with_neighbours = [&](const Variable& x) {
    const Variable all =
        reshape(padded(x, window, rest + (around - 2) * window), {batch, -1, window, x.size(2)});
    std::vector<Variable> parts;
    for (Index i = 0; i < around; ++i) parts.push_back(slice(all, 1, i, i + blocks));
    return reshape(concatenate(parts, 2), {batch * blocks, around * window, x.size(2)});
  };
  Tensor mask = zeros({blocks, window, around * window});
  for (Index block = 0; block < blocks; ++block) {
    for (Index i = 0; i < window; ++i) {
      for (Index j = 0; j < around * window; ++j) {
        const Index key = (block - 1) * window + j, distance = block * window + i - key;
        const bool near = distance < window && distance > (causal ? -1 : -window);
        mask.at(block, i, j) = near && key >= 0 && key < time ? 1 : 0;
      }
    }
  }
  const Tensor every_row =
      reshape(expand(unsqueeze(mask, 0), {batch, blocks, window, around * window}).contiguous(),
              {batch * blocks, window, around * window});
  const Variable queries = reshape(padded(Q, 0, rest), {batch * blocks, window, Q.size(2)});
  const Variable read = attention(queries, with_neighbours(K), with_neighbours(V), every_row, scale);
  return slice(reshape(read, {batch, blocks * window, V.size(2)}), 1, 0, time);
}

Tensor local_mask(Index time, Index window, bool causal) {
  return mask_of("local_mask", time, [&](Index query, Index key) {
    return std::abs(query - key) < window && (!causal || key <= query);
  });
}

// Positions with the same remainder by `stride` attend to each other: each remainder is a sequence of its own.
Variable strided_attention(const Variable& Q, const Variable& K, const Variable& V, Index stride, bool causal,
                           double scale) {
  check("strided_attention", Q, K, V, "stride", stride);
  const Index batch = Q.size(0), time = Q.size(1), steps = (time + stride - 1) / stride;
  if (time == 0) return V;
  const auto by_remainder = [&](const Variable& x) {  // (batch · stride, steps, size)
    const Variable rows = reshape(padded(x, 0, steps * stride - time), {batch, steps, stride, x.size(2)});
    return reshape(transpose(rows, 1, 2), {batch * stride, steps, x.size(2)});
  };
  // The padding is the last step of the remainders that it belongs to.
  Tensor mask = causal ? causal_mask(steps) : ones({steps, steps});
  mask = expand(mask, {batch, stride, steps, steps}).contiguous();
  for (Index remainder = 0; remainder < stride; ++remainder) {
    if ((steps - 1) * stride + remainder < time) continue;
    for (Index row = 0; row < batch; ++row)
      for (Index query = 0; query < steps; ++query) mask.at(row, remainder, query, steps - 1) = 0;
  }
  const Variable read = attention(by_remainder(Q), by_remainder(K), by_remainder(V),
                                  reshape(mask, {batch * stride, steps, steps}), scale);
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
