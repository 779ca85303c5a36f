#include "nn/attention/multihead.h"

#include "autograd/operations/attention.h"
#include "autograd/operations/products.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/watch/attention_watch.h"
#include "tensor/ground/error.h"

#include <cmath>

namespace heed {

MultiheadAttention::MultiheadAttention(Index size, Index heads, double dropout_probability, Rng& rng,
                                       bool with_bias)
    : query(*this, "query", checked_size("multi-head attention", "the size", size, 1), size, rng, with_bias),
      key(*this, "key", size, size, rng, with_bias),
      value(*this, "value", size, size, rng, with_bias),
      output(*this, "output", size, size, rng, with_bias),
      dropout(*this, "dropout", dropout_probability, rng),
      size_(size),
      heads_(heads) {
  if (heads < 1 || size % heads != 0)
    fail("multi-head attention: a size of ", size, " does not divide into ", heads, " heads");
  // The three projections start as one Glorot matrix (3 size, size) would, which has smaller entries than
  // three matrices (size, size). So the first weights of attention are nearly equal.
  for (Child<Linear>* projection : {&query, &key, &value}) (*projection)->weight.value() *= std::sqrt(0.5);
}

void MultiheadAttention::check(const char* what, const Variable& x) const {
  require_defined("multi-head attention", x);
  if (x.rank() != 3)
    fail("multi-head attention: ", what, " must have shape (batch, time, ", size_, "), not ", x.shape());
}

Variable MultiheadAttention::split(const Variable& x) const {
  return transpose(reshape(x, {x.size(0), x.size(1), heads_, size_ / heads_}), 1, 2);
}

HeadMemory MultiheadAttention::remember(const Variable& K, const Variable& V) const {
  check("the keys", K);
  check("the values", V);
  return {split(key(K)), split(value(V))};
}

Variable MultiheadAttention::operator()(const Variable& Q, const HeadMemory& memory,
                                        const Tensor& mask) const {
  check("the queries", Q);
  if (!memory.keys.defined()) fail("multi-head attention: the memory is empty; fill it with remember(K, V)");
  const Shape& keys = memory.keys.shape();
  if (keys.rank() != 4 || !(keys == Shape{Q.size(0), heads_, keys[2], size_ / heads_}) ||
      !(memory.values.shape() == keys))
    fail("multi-head attention: a memory with keys ", keys, " and values ", memory.values.shape(),
         " does not fit queries ", Q.shape(), " and ", heads_, " heads; make it with remember(K, V)");
  const Variable q = split(query(Q));                                       // (batch, heads, queries, d_k)
  const double scale = 1 / std::sqrt(static_cast<double>(size_ / heads_));  // 1 / sqrt(d_k)
  // One axis more than the scores of a single head: every head gets the same mask.
  const Tensor head_mask = mask.defined() && mask.rank() == 3 ? unsqueeze(mask, 1) : mask;
  if (AttentionWatch::any()) {
    AttentionCall call;
    call.formula = ScoreFormula::dot_product;
    call.q = q.value();
    call.k = memory.keys.value();
    call.v = memory.values.value();
    call.mask = head_mask;
    call.scale = scale;
    AttentionWatch::announce(std::move(call));
  }
  // (batch, heads, queries, d_k)
  const Variable heads = attention(q, memory.keys, memory.values, head_mask, scale, dropout->draw());
  return output(reshape(transpose(heads, 1, 2), {Q.size(0), Q.size(1), size_}));
}

Variable MultiheadAttention::operator()(const Variable& Q, const Variable& K, const Variable& V,
                                        const Tensor& mask) const {
  check("the queries", Q);
  return (*this)(Q, remember(K, V), mask);
}

void HeadMemory::append(const HeadMemory& later) {
  if (!keys.defined()) {
    *this = later;
  } else {
    keys = concatenate({keys, later.keys}, 2);
    values = concatenate({values, later.values}, 2);
  }
}

}  // namespace heed
