#include "nn/attention/multihead.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/attention.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/products.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "autograd/watch/attention_watch.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {
namespace {

// The size of all keys of a position, or of all values. Throws unless the heads divide into the key heads.
Index key_size(Index size, Index heads, Index key_heads) {
  if (heads < 1 || size % heads != 0)
    fail("multi-head attention: a size of ", size, " does not divide into ", heads, " heads");
  if (key_heads < 0 || (key_heads > 0 && heads % key_heads != 0))
    fail("multi-head attention: ", heads, " heads cannot share ", key_heads,
         " heads of keys and values equally");
  return key_heads == 0 ? size : size / heads * key_heads;
}

}  // namespace

MultiheadAttention::MultiheadAttention(Index size, Index heads, double dropout_probability, Rng& rng,
                                       bool with_bias, Index key_heads)
    : query(*this, "query", checked_size("multi-head attention", "the size", size, 1), size, rng, with_bias),
      key(*this, "key", size, key_size(size, heads, key_heads), rng, with_bias),
      value(*this, "value", size, key_size(size, heads, key_heads), rng, with_bias),
      output(*this, "output", size, size, rng, with_bias),
      dropout(*this, "dropout", dropout_probability, rng),
      size_(size),
      heads_(heads),
      key_heads_(key_heads == 0 ? heads : key_heads) {
  // The three projections start as one Glorot matrix (3 size, size) would, which has smaller entries than
  // three matrices (size, size). So the first weights of attention are nearly equal.
  for (Child<Linear>* projection : {&query, &key, &value}) (*projection)->weight.value() *= std::sqrt(0.5);
}

void MultiheadAttention::check(const char* what, const Variable& x) const {
  require_defined("multi-head attention", x);
  if (x.rank() != 3)
    fail("multi-head attention: ", what, " must have shape (batch, time, ", size_, "), not ", x.shape());
}

void MultiheadAttention::check(const Variable& Q, const HeadMemory& memory) const {
  check("the queries", Q);
  if (!memory.keys.defined()) fail("multi-head attention: the memory is empty; fill it with remember(K, V)");
  const Shape& keys = memory.keys.shape();
  if (keys.rank() != 4 || !(keys == Shape{Q.size(0), key_heads_, keys[2], size_ / heads_}) ||
      !(memory.values.shape() == keys))
    fail("multi-head attention: a memory with keys ", keys, " and values ", memory.values.shape(),
         " does not fit queries ", Q.shape(), " and ", key_heads_, " heads; make it with remember(K, V)");
}

Variable MultiheadAttention::split(const Variable& x, Index heads) const {
  return transpose(reshape(x, {x.size(0), x.size(1), heads, size_ / heads_}), 1, 2);
}

Variable MultiheadAttention::join(const Variable& heads) const {
  return output(reshape(transpose(heads, 1, 2), {heads.size(0), heads.size(2), size_}));
}

double MultiheadAttention::scale() const { return 1 / std::sqrt(static_cast<double>(size_ / heads_)); }

HeadMemory MultiheadAttention::remember(const Variable& K, const Variable& V) const {
  check("the keys", K);
  check("the values", V);
  return {split(key(K), key_heads_), split(value(V), key_heads_)};
}

Variable MultiheadAttention::operator()(const Variable& Q, const HeadMemory& memory,
                                        const Tensor& mask) const {
  check(Q, memory);
  // One axis more than the scores of a single head: every head gets the same mask.
  const Tensor head_mask = mask.defined() && mask.rank() == 3 ? unsqueeze(mask, 1) : mask;
  return join(read(split(query(Q), heads_), memory, head_mask));
}

Variable MultiheadAttention::operator()(const Variable& Q, const Variable& K, const Variable& V,
                                        const Tensor& mask) const {
  check("the queries", Q);
  return (*this)(Q, remember(K, V), mask);
}

Variable MultiheadAttention::read(const Variable& q, const HeadMemory& memory, const Tensor& mask,
                                  const Tensor& bias, bool drop) const {
  // Heads that share keys read as one head with more queries, if each has one query only: nothing is copied then.
  const bool one = q.size(2) == 1;
  const Index group = heads_ / key_heads_, keys = memory.keys.size(2);
  const Variable queries = one ? reshape(q, {q.size(0), key_heads_, group, q.size(3)}) : q;
  const Variable K = one ? memory.keys : for_each_head(memory.keys),
                 V = one ? memory.values : for_each_head(memory.values);
  if (!bias.defined()) {
    announce(q, memory, mask);
    return reshape(attention(queries, K, V, mask, scale(), drop ? dropout->draw() : DropoutMask()),
                   q.shape());
  }
  const Variable scores = matmul(queries, transpose(K)) * scale();
  const Variable weights = softmax(scores + (one ? reshape(bias, {key_heads_, group, keys}) : bias), mask);
  announce(q, memory, mask, reshape(weights.value(), {q.size(0), heads_, q.size(2), keys}));
  return reshape(matmul(drop ? dropout(weights) : weights, V), q.shape());
}

Variable MultiheadAttention::for_each_head(const Variable& x) const {
  if (key_heads_ == heads_) return x;
  std::vector<Index> shared;
  for (Index head = 0; head < heads_; ++head) shared.push_back(head / (heads_ / key_heads_));
  return index_select(x, 1, shared);
}

void MultiheadAttention::announce(const Variable& q, const HeadMemory& memory, const Tensor& mask,
                                  const Tensor& weights) const {
  if (!AttentionWatch::any()) return;
  AttentionCall call;
  if (!weights.defined()) call.formula = ScoreFormula::dot_product;
  call.q = q.value();
  call.k = for_each_head(memory.keys).value();
  call.v = for_each_head(memory.values).value();
  call.mask = mask;
  call.scale = scale();
  call.computed = weights;
  AttentionWatch::announce(std::move(call));
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
