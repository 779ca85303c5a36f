#include "nn/attention/multihead.h"

#include "autograd/operations/attention.h"
#include "autograd/operations/products.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "tensor/ground/error.h"

#include <cmath>

namespace heed {

MultiheadAttention::MultiheadAttention(Index size, Index heads, double dropout_probability, Rng& rng)
    : query(*this, "query", size, size, rng),
      key(*this, "key", size, size, rng),
      value(*this, "value", size, size, rng),
      output(*this, "output", size, size, rng),
      dropout(*this, "dropout", dropout_probability, rng),
      size_(size),
      heads_(heads) {
  if (heads < 1 || size % heads != 0)
    fail("multi-head attention: a size of ", size, " does not divide into ", heads, " heads");
  // The three projections start as one Glorot matrix (3 size, size) would: smaller than three of their own,
  // so that the first weights of attention are nearly even.
  for (Child<Linear>* projection : {&query, &key, &value}) (*projection)->weight.value() *= std::sqrt(0.5);
}

Variable MultiheadAttention::split(const Variable& x) const {
  return transpose(reshape(x, {x.size(0), x.size(1), heads_, size_ / heads_}), 1, 2);
}

HeadMemory MultiheadAttention::remember(const Variable& K, const Variable& V) const {
  return {split(key(K)), split(value(V))};
}

MultiheadAttention::Result MultiheadAttention::attend(const Variable& Q, const HeadMemory& memory,
                                                      const Tensor& mask, bool want_weights) const {
  const Variable q = split(query(Q));                                       // (batch, heads, queries, d_k)
  const double scale = 1 / std::sqrt(static_cast<double>(size_ / heads_));  // 1 / sqrt(d_k)
  // One axis more than the scores of a single head: every head gets the same mask.
  const Tensor head_mask = mask.defined() && mask.rank() == 3 ? unsqueeze(mask, 1) : mask;
  Result result;
  Variable heads;  // (batch, heads, queries, d_k)
  if (want_weights) {
    result.weights = softmax(matmul(q, transpose(memory.keys)), head_mask, scale);
    result.inside.q = q.value();
    result.inside.k = memory.keys.value();
    result.inside.v = memory.values.value();
    result.inside.mask = head_mask;
    result.inside.scale = scale;
    heads = matmul(dropout(result.weights), memory.values);
  } else {  // the same without ever holding the weights
    heads = attention(q, memory.keys, memory.values, head_mask, scale, dropout->draw());
  }
  result.output = output(reshape(transpose(heads, 1, 2), {Q.size(0), Q.size(1), size_}));
  return result;
}

MultiheadAttention::Result MultiheadAttention::operator()(const Variable& Q, const Variable& K,
                                                          const Variable& V, const Tensor& mask,
                                                          bool want_weights) const {
  return attend(Q, remember(K, V), mask, want_weights);
}

}  // namespace heed
