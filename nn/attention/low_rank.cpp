#include "nn/attention/low_rank.h"

#include "autograd/operations/attention.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/shape_functions.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {
namespace {

Tensor mixing(Index longest, Index rank, Rng& rng) {
  if (longest < 1 || rank < 1)
    fail("LowRankAttention: the longest sequence and the rank must be at least 1, not ", longest, " and ",
         rank);
  return random_normal({rank, longest}, rng, 0, 1 / std::sqrt(static_cast<double>(longest)));
}

}  // namespace

LowRankAttention::LowRankAttention(Index longest, Index rank, Rng& rng)
    : keys(*this, "keys", mixing(longest, rank, rng)), values(*this, "values", mixing(longest, rank, rng)) {}

Variable LowRankAttention::operator()(const Variable& Q, const Variable& K, const Variable& V, double scale,
                                      const Tensor& key_mask) const {
  for (const Variable* x : {&Q, &K, &V}) {
    if (!x->defined()) fail("LowRankAttention: this tensor is undefined");
    if (x->rank() != 3) fail("LowRankAttention: each tensor must be (batch, time, size), not ", x->shape());
  }
  const Index time = K.size(1);
  if (time > keys.size(1)) fail("LowRankAttention: ", time, " keys are more than ", keys.size(1));
  if (V.size(1) != time)
    fail("LowRankAttention: K ", K.shape(), " and V ", V.shape(), " must have the same length");
  if (key_mask.defined() && !(key_mask.shape() == Shape{K.size(0), 1, time}))
    fail("LowRankAttention: a key mask must be (batch, 1, keys), not ", key_mask.shape(), " for K ",
         K.shape());
  // A hidden key and its value are 0 in each mixture, even if they are NaN.
  const auto visible = [&](const Variable& x) {
    return key_mask.defined() ? where(transpose(key_mask), x, scalar(0)) : x;
  };
  const auto mixing = [&](const Variable& matrix) { return slice(matrix, 1, 0, time); };  // (rank, time)
  return attention(Q, matmul(mixing(keys), visible(K)), matmul(mixing(values), visible(V)), {}, scale);
}

}  // namespace heed
