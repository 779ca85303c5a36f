#include "nn/layers.h"

#include "autograd/operations/dropout.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/layer_norm.h"
#include "tensor/creation.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {

Linear::Linear(Index inputs, Index outputs, Rng& rng, bool with_bias)
    : weight(*this, "weight", glorot_uniform(outputs, inputs, rng)),
      bias(with_bias ? std::make_unique<Parameter>(*this, "bias", zeros({outputs})) : nullptr) {}

namespace {

Tensor embedding_start(Index words, Index size, Rng& rng, Token padding, double deviation) {
  const double unit_length = 1 / std::sqrt(static_cast<double>(size));
  Tensor table = random_normal({words, size}, rng, 0, deviation > 0 ? deviation : unit_length);
  if (padding >= 0) select(table, 0, padding).fill(0);
  return table;
}

}  // namespace

Embedding::Embedding(Index words, Index size, Rng& rng, Token padding, double deviation)
    : weight(*this, "weight", embedding_start(words, size, rng, padding, deviation)), padding_(padding) {}

Variable Embedding::operator()(const TokenMatrix& tokens) const {
  return embedding(weight, tokens, padding_);
}

Variable Dropout::operator()(const Variable& x) const {
  return is_training() ? dropout(x, probability_, rng_) : x;
}

DropoutMask Dropout::draw() const {
  if (!is_training() || probability_ == 0) return {};
  return {probability_, rng_.bits()};
}

LayerNorm::LayerNorm(Index size, double epsilon)
    : weight(*this, "weight", ones({size})), bias(*this, "bias", zeros({size})), epsilon_(epsilon) {}

Variable LayerNorm::operator()(const Variable& x) const {
  return layer_norm(x, weight, bias, {.epsilon = epsilon_});
}

Variable Sequential::operator()(const Variable& x) const {
  Variable y = x;
  for (const auto& step : steps_) y = step(y);
  return y;
}

FeedForward::FeedForward(Index size, Index hidden, double dropout_probability, Nonlinearity f, Rng& rng)
    : linear1(*this, "linear1", size, hidden, rng),
      linear2(*this, "linear2", hidden, size, rng),
      dropout(*this, "dropout", dropout_probability, rng),
      nonlinearity_(f) {}

Variable FeedForward::operator()(const Variable& x) const {
  const Variable inner = linear1(x);  // (..., hidden)
  return linear2(dropout(nonlinearity_ == Nonlinearity::relu ? relu(inner) : gelu(inner)));
}

}  // namespace heed
