#include "nn/attention/linear_attention.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "tensor/comparisons.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"

#include <algorithm>

namespace heed {
namespace {

// elu(x) + 1: x + 1 above 0, and e^x below.
Variable features(const Variable& x) {
  const Variable positive = relu(x);
  return positive + exp(x - positive);
}

void check(const char* function, const Variable& q, const Variable& k, const Variable& v, int rank) {
  for (const Variable* x : {&q, &k, &v}) {
    if (!x->defined()) fail(function, ": this tensor is undefined");
    if (x->rank() != rank)
      fail(function, ": each tensor must have ", rank, " axes, not the shape ", x->shape());
  }
  bool fits = q.size(-1) == k.size(-1);
  for (int axis = 0; axis + 1 < rank; ++axis)
    fits = fits && k.size(axis) == v.size(axis) && (axis > 0 || q.size(0) == k.size(0));
  if (!fits) fail(function, ": ", q.shape(), ", ", k.shape(), " and ", v.shape(), " do not fit together");
}

struct FeaturesAndValues {
  Variable keys, values;
};

// The features of the keys, and the values: 0 where the key mask hides a key, even if the key is NaN.
FeaturesAndValues visible(const Variable& K, const Variable& V, const Tensor& key_mask) {
  if (!key_mask.defined()) return {features(K), V};
  if (!(key_mask.shape() == Shape{K.size(0), 1, K.size(1)}))
    fail("linear_attention: a key mask must be (batch, 1, keys), not ", key_mask.shape(), " for K ",
         K.shape());
  const Tensor seen = transpose(key_mask);
  return {features(where(seen, K, scalar(0))) * seen, where(seen, V, scalar(0))};
}

// The weighted mean of the values. A query that sees no key gets zeros: for it, both are 0.
Variable mean_of(const Variable& weighted, const Variable& weights) {
  return weighted / (weights + (weights.value() == 0));
}

// Adds the keys and values of some positions, (batch, time, ...).
void add(LinearMemory& memory, const Variable& keys, const Variable& V) {
  const Variable S = matmul(transpose(keys), V), z = transpose(sum(keys, 1, keep_axis));
  memory.S = memory.S.defined() ? memory.S + S : S;
  memory.z = memory.z.defined() ? memory.z + z : z;
}

}  // namespace

Variable linear_attention(const Variable& Q, const Variable& K, const Variable& V, bool causal,
                          const Tensor& key_mask) {
  LinearMemory memory;
  if (causal) return linear_attention(Q, K, V, memory, key_mask);
  check("linear_attention", Q, K, V, 3);
  const auto [keys, values] = visible(K, V, key_mask);
  add(memory, keys, values);
  const Variable queries = features(Q);
  return mean_of(matmul(queries, memory.S), matmul(queries, memory.z));
}

// In chunks: within a chunk, the products of queries and keys are computed under the causal mask; what came before the chunk is
// in the memory. The chunks cost chunk · time products instead of time².
Variable linear_attention(const Variable& Q, const Variable& K, const Variable& V, LinearMemory& memory,
                          const Tensor& key_mask) {
  check("linear_attention", Q, K, V, 3);
  if (Q.size(1) != K.size(1))
    fail("linear_attention: a causal query has a key of its own, but Q is ", Q.shape(), " and K ", K.shape());
  const Variable queries = features(Q);
  const auto [keys, values] = visible(K, V, key_mask);
  constexpr Index chunk = 32;
  std::vector<Variable> outputs;
  for (Index begin = 0; begin < Q.size(1); begin += chunk) {
    const Index end = std::min(begin + chunk, Q.size(1));
    const auto part = [&](const Variable& x) { return slice(x, 1, begin, end); };
    const Variable q = part(queries), k = part(keys), v = part(values);
    const Variable weights = matmul(q, transpose(k)) * causal_mask(end - begin);
    Variable read = matmul(weights, v), total = sum(weights, 2, keep_axis);
    if (memory.S.defined()) {
      read = read + matmul(q, memory.S);
      total = total + matmul(q, memory.z);
    }
    outputs.push_back(mean_of(read, total));
    add(memory, k, v);
  }
  return outputs.empty() ? V : concatenate(outputs, 1);
}

Variable linear_attention_step(const Variable& q, const Variable& k, const Variable& v,
                               LinearMemory& memory) {
  check("linear_attention_step", q, k, v, 2);
  add(memory, unsqueeze(features(k), 1), unsqueeze(v, 1));
  const Variable query = unsqueeze(features(q), 1);  // (batch, 1, d_k)
  return squeeze(matmul(query, memory.S) / matmul(query, memory.z), 1);
}

}  // namespace heed
