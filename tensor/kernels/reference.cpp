#include "tensor/kernels/reference.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/gelu_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <cmath>
#include <numbers>

namespace heed::reference {
namespace {

// scale x where the mask allows it, -infinity where it hides.
Tensor allowed_scores(const Tensor& x, const SoftmaxOptions& options) {
  if (!options.mask.defined()) return x * options.scale;
  return masked_fill(x * options.scale, logical_not(options.mask), minus_infinity);
}

// [c = t]: 1 in the column that a row's id names, 0 elsewhere: (ids, columns).
Tensor one_hot(const std::vector<Token>& ids, Index columns) {
  const auto rows = static_cast<Index>(ids.size());
  const Tensor t = from_values({rows, 1}, std::vector<Scalar>(ids.begin(), ids.end()));
  return equal(t, arange(static_cast<double>(columns)));
}

// 1 where a row's target is ignored: (rows).
Tensor ignored(const kernel::Targets& targets) {
  const Shape rows{static_cast<Index>(targets.classes.size())};
  const Tensor t = from_values(rows, std::vector<Scalar>(targets.classes.begin(), targets.classes.end()));
  return equal(t, scalar(targets.ignore));
}

// 1 where a row takes part at time t: (batch, 1).
Tensor active_rows(const kernel::GruSteps& steps, Index batch, Index t) {
  std::vector<Scalar> active;
  for (Index row = 0; row < batch; ++row) active.push_back(steps.active(row, t) ? 1 : 0);
  return from_values({batch, 1}, active);
}

}  // namespace

Tensor softmax(const Tensor& x, const SoftmaxOptions& options) {
  const Tensor s = allowed_scores(x, options);
  const Tensor m = maximum(max(s, options.axis, keep_axis), scalar(-1e30));  // finite, even if all are hidden
  const Tensor e = exp(s - m);
  const Tensor total = sum(e, options.axis, keep_axis);  // 0 if all are hidden, otherwise at least 1
  return e / where(equal(total, scalar(0)), scalar(1), total);
}

Tensor log_softmax(const Tensor& x, const SoftmaxOptions& options) {
  const Tensor s = allowed_scores(x, options);
  const Tensor m = maximum(max(s, options.axis, keep_axis), scalar(-1e30));
  const Tensor log_total = log(sum(exp(s - m), options.axis, keep_axis));
  return where(equal(s, scalar(minus_infinity)), s, (s - m) - log_total);
}

Tensor dropout_factors(const Shape& shape, const DropoutMask& mask) {
  std::vector<Scalar> factors(static_cast<std::size_t>(shape.numel()));
  const double p = mask.probability;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const bool dropped = hash_bits(mask.key, static_cast<std::uint32_t>(i)) < p * 0x1p32;
    factors[i] = static_cast<Scalar>(dropped ? 0 : 1 / (1 - p));
  }
  return from_values(shape, factors);
}

Tensor dropout(const Tensor& x, const DropoutMask& mask) { return x * dropout_factors(x.shape(), mask); }

Tensor attention(const Tensor& Q, const Tensor& K, const Tensor& V, const Tensor& mask, double scale,
                 const DropoutMask& dropped) {
  const Tensor S = matmul(Q, transpose(K));  // (..., queries, keys)
  const Tensor P = reference::softmax(S, {.mask = mask, .scale = scale});
  return matmul(dropout(P, dropped), V);
}

Tensor additive_scores(const Tensor& queries, const Tensor& keys, const Tensor& v) {
  const Tensor sums = unsqueeze(queries, -2) + unsqueeze(keys, -3);  // (..., queries, keys, size)
  return sum(tanh(sums) * v, -1);
}

Tensor gelu_slope(const Tensor& x) {
  const Tensor Phi = where(equal(x, scalar(0)), scalar(0.5), gelu(x) / x);
  const Tensor phi = exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi);
  return Phi + x * phi;
}

Tensor layer_norm(const Tensor& x, const Tensor& gain, const Tensor& shift, double epsilon) {
  const Tensor deviation = sqrt(var(x, -1, keep_axis) + epsilon);
  const Tensor x_hat = (x - mean(x, -1, keep_axis)) / deviation;
  return x_hat * gain + shift;
}

Tensor cross_entropy(const Tensor& logits, const kernel::Targets& targets) {
  const Index classes = logits.size(-1);
  const double s = static_cast<double>(targets.smoothing);
  const Tensor q = (1 - s) * one_hot(targets.classes, classes) + s / static_cast<double>(classes);
  const Tensor w = targets.weights.defined() ? targets.weights : ones({classes});
  const Tensor loss = -sum(w * q * reference::log_softmax(logits), -1);
  return masked_fill(loss, ignored(targets), 0);
}

Tensor gru_step(const Tensor& i, const Tensor& s, const Tensor& h) {
  const Index hidden = h.size(-1);
  const std::vector<Tensor> from_input = split(i, hidden, -1), from_state = split(s, hidden, -1);
  const Tensor r = sigmoid(from_input[0] + from_state[0]);
  const Tensor z = sigmoid(from_input[1] + from_state[1]);
  const Tensor n = tanh(from_input[2] + r * from_state[2]);
  return (1 - z) * n + z * h;
}

Tensor gru_sequence(const Tensor& i, const Tensor& start, const Tensor& W_h, const Tensor& b_h,
                    const kernel::GruSteps& steps) {
  std::vector<Tensor> outputs(static_cast<std::size_t>(steps.time));
  Tensor h = start;
  for (Index step = 0; step < steps.time; ++step) {
    const Index t = steps.time_of(step);
    const Tensor active = active_rows(steps, h.size(0), t);  // (batch, 1)
    h = where(active, reference::gru_step(select(i, 1, t), linear(h, W_h, b_h), h), h);
    outputs[static_cast<std::size_t>(t)] = h * active;
  }
  return stack(outputs, 1);
}

Tensor index_select(const Tensor& x, int axis, const std::vector<Index>& indices) {
  std::vector<Tensor> chosen;
  for (const Index index : indices) chosen.push_back(select(x, axis, index));
  return stack(chosen, axis);
}

Tensor embedding(const Tensor& table, const TokenMatrix& tokens) {
  const Tensor rows = matmul(one_hot(tokens.ids, table.size(0)), table);  // (batch time, size)
  return reshape(rows, {tokens.rows, tokens.columns, table.size(1)});
}

}  // namespace heed::reference
