#include "nn/layers.h"

#include "autograd/operations/dropout.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/layer_norm.h"
#include "autograd/operations/reductions.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {

Linear::Linear(Index inputs, Index outputs, Rng& rng, bool with_bias)
    : weight(*this, "weight",
             glorot_uniform(checked_size("Linear", "the number of outputs", outputs, 1),
                            checked_size("Linear", "the number of inputs", inputs, 1), rng)),
      bias(with_bias ? std::make_unique<Parameter>(*this, "bias", zeros({outputs})) : nullptr) {}

namespace {

Tensor embedding_start(Index words, Index size, Rng& rng, Token padding, double deviation) {
  checked_size("Embedding", "the number of words", words, 1);
  checked_size("Embedding", "the size of a vector", size, 1);
  if (padding < -1 || padding >= words)
    fail("Embedding: padding ", padding, " is outside the table of ", words, " words; -1 means no padding");
  if (!(deviation >= 0) || !std::isfinite(deviation))
    fail("Embedding: the standard deviation must be a number of at least 0, not ", deviation);
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

Dropout::Dropout(double probability, Rng& rng)
    : probability_(kernel::check_probability("Dropout: the", probability)), rng_(rng) {}

Variable Dropout::operator()(const Variable& x) const {
  return is_training() ? dropout(x, probability_, rng_) : x;
}

DropoutMask Dropout::draw() const {
  if (!is_training() || probability_ == 0) return {};
  return {probability_, rng_.bits()};
}

LayerNorm::LayerNorm(Index size, double epsilon)
    : weight(*this, "weight", ones({checked_size("LayerNorm", "the size", size, 1)})),
      bias(*this, "bias", zeros({size})),
      epsilon_(detail::check_epsilon("LayerNorm", epsilon)) {}

Variable LayerNorm::operator()(const Variable& x) const {
  return layer_norm(x, weight, bias, {.epsilon = epsilon_});
}

RMSNorm::RMSNorm(Index size, bool with_gain, double epsilon)
    : size_(checked_size("RMSNorm", "the size", size, 1)),
      epsilon_(detail::check_epsilon("RMSNorm", epsilon)) {
  if (with_gain) weight = std::make_unique<Parameter>(*this, "weight", ones({size}));
}

Variable RMSNorm::operator()(const Variable& x) const {
  require_defined("RMSNorm", x);
  if (x.rank() < 1 || x.size(-1) != size_)
    fail("RMSNorm: x must have shape (..., ", size_, "), not ", x.shape());
  const Variable y = x / sqrt(mean(x * x, -1, keep_axis) + epsilon_);
  return weight ? y * *weight : y;
}

std::unique_ptr<Norm> make_norm(NormKind kind, Index size) {
  if (kind == NormKind::layer) return std::make_unique<LayerNorm>(size);
  return std::make_unique<RMSNorm>(size, kind == NormKind::rms);
}

void Sequential::add(std::function<Variable(const Variable&)> function) {
  if (!function) fail("Sequential: the function to add is empty");
  steps_.push_back(std::move(function));
}

Variable Sequential::operator()(const Variable& x) const {
  Variable y = x;
  for (const auto& step : steps_) y = step(y);
  return y;
}

FeedForward::FeedForward(Index size, Index hidden, double dropout_probability, Nonlinearity f, Rng& rng,
                         bool with_bias)
    : linear1(*this, "linear1", size, hidden, rng, with_bias),
      linear2(*this, "linear2", hidden, size, rng, with_bias),
      dropout(*this, "dropout", dropout_probability, rng),
      nonlinearity_(f) {}

Variable FeedForward::operator()(const Variable& x) const {
  const Variable inner = linear1(x);  // (..., hidden)
  return linear2(dropout(nonlinearity_ == Nonlinearity::relu ? relu(inner) : gelu(inner)));
}

}  // namespace heed
