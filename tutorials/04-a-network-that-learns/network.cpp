#include "tutorials/04-a-network-that-learns/network.h"

#include "autograd/operations/functions.h"
#include "autograd/operations/losses.h"
#include "tensor/ground/error.h"

#include <cmath>
#include <numbers>

namespace heed {

Points spirals(Index n, double wrong, Rng& rng) {
  Points points{zeros({n, 2}), zeros({n, 1})};
  for (Index i = 0; i < n; ++i) {
    const double radius = 0.1 + 0.9 * rng.uniform();
    const double angle = 5 * radius + (i % 2 == 0 ? 0 : std::numbers::pi);
    points.x.at(i, 0) = static_cast<Scalar>(radius * std::cos(angle) + 0.05 * rng.normal());
    points.x.at(i, 1) = static_cast<Scalar>(radius * std::sin(angle) + 0.05 * rng.normal());
    points.y.at(i, 0) = static_cast<Scalar>((i % 2 == 1) != (rng.uniform() < wrong));
  }
  return points;
}

// [forward]
Network::Network(const Parts& parts, Rng& rng)
    : first(*this, "first", 2, parts.hidden, rng, parts.bias),
      second(*this, "second", parts.hidden, parts.hidden, rng, parts.bias),
      output(*this, "output", parts.hidden, 1, rng, parts.bias),
      dropout(*this, "dropout", parts.dropout, rng),
      bend_(parts.bend) {}

Variable Network::operator()(const Variable& x) const {
  const Variable a = bend_ ? tanh(first(x)) : first(x);                      // (n, hidden)
  const Variable b = bend_ ? tanh(second(dropout(a))) : second(dropout(a));  // (n, hidden)
  return output(dropout(b));                                                 // (n, 1)
}
// [/forward]

void scale_weights(const Network& network, double factor) {
  for (auto& [name, parameter] : network.state_dict()) parameter *= factor;
}

std::unique_ptr<Optimizer> make_optimizer(const std::string& name, const std::vector<Variable>& parameters,
                                          double rate) {
  if (name == "SGD") return std::make_unique<SGD>(parameters, rate);
  if (name == "momentum") return std::make_unique<SGD>(parameters, rate, 0.9);
  if (name == "Adam") return std::make_unique<Adam>(parameters, rate);
  fail("make_optimizer: no optimiser is called ", name);
}

// [learn]
double learn(const Network& network, Optimizer& optimizer, const Points& points) {
  optimizer.zero_grad();
  const Variable loss = binary_cross_entropy_with_logits(network(points.x), points.y);
  loss.backward();
  optimizer.step();
  return static_cast<double>(loss.item());
}
// [/learn]

// [judge]
Judged judge(Network& network, const Points& points) {
  const NoGrad guard;
  const bool before = network.is_training();
  network.eval();
  const Tensor logits = network(points.x).value();
  network.train(before);
  Judged result{static_cast<double>(binary_cross_entropy_with_logits(logits, points.y).item()), 0};
  for (Index i = 0; i < logits.size(0); ++i) {
    const bool one = logits(i, 0) > 0;
    result.right += one == (points.y(i, 0) > 0.5) ? 1.0 / static_cast<double>(logits.size(0)) : 0;
  }
  return result;
}
// [/judge]

}  // namespace heed
