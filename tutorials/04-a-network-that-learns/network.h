// Lesson 04: points to separate, a network with parts that can be taken away, and its training.
#pragma once

#include "nn/layers.h"
#include "nn/optim/optimizer.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace heed {

// [points]
// Points on two spirals: x (n, 2), and y (n, 1), which is 0 on one spiral and 1 on the other.
struct Points {
  Tensor x, y;
};
// `wrong` is the share of the labels that are turned around.
Points spirals(Index n, double wrong, Rng& rng);
// [/points]

struct Parts {
  bool bend = true, bias = true;  // the tanh after each hidden layer; the biases
  Index hidden = 32;
  double dropout = 0;
};

// [network]
class Network : public Module {
 public:
  Network(const Parts& parts, Rng& rng);
  // x (n, 2) -> logits (n, 1): above 0 means spiral 1.
  Variable operator()(const Variable& x) const;

  Child<Linear> first, second, output;
  Child<Dropout> dropout;

 private:
  bool bend_;
};
// [/network]

// Multiplies the starting weights (not the biases, which are 0) by a factor.
void scale_weights(const Network& network, double factor);

std::unique_ptr<Optimizer> make_optimizer(const std::string& name, const std::vector<Variable>& parameters,
                                          double rate);

// One training step. Returns the loss before it.
double learn(const Network& network, Optimizer& optimizer, const Points& points);

struct Judged {
  double loss, right;  // the mean loss; the share of points on the correct side
};
// In evaluation mode, without recording.
Judged judge(Network& network, const Points& points);

}  // namespace heed
