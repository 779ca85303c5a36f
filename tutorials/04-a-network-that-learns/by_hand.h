// Optimisers on plain numbers, small enough to read whole.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace heed {

using Numbers = std::vector<double>;

// [sgd]
// Stochastic gradient descent. With momentum, the step follows the velocity v, a sum of all gradients so
// far in which the older ones fade.
struct HandSGD {
  double rate, momentum = 0;
  Numbers v = {};

  void step(Numbers& p, const Numbers& g) {
    v.resize(p.size());
    for (std::size_t i = 0; i < p.size(); ++i) {
      v[i] = momentum * v[i] + g[i];
      p[i] -= rate * v[i];
    }
  }
};
// [/sgd]

// [adam]
// Adam: a velocity m, divided by the typical size of the gradient, sqrt(v), for each parameter.
struct HandAdam {
  double rate, beta1 = 0.9, beta2 = 0.999;
  Numbers m = {}, v = {};
  int t = 0;

  void step(Numbers& p, const Numbers& g) {
    m.resize(p.size());
    v.resize(p.size());
    ++t;
    for (std::size_t i = 0; i < p.size(); ++i) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      const double mean = m[i] / (1 - std::pow(beta1, t));    // both began at 0, which made them too
      const double square = v[i] / (1 - std::pow(beta2, t));  // small: undo that
      p[i] -= rate * mean / (std::sqrt(square) + 1e-8);
    }
  }
};
// [/adam]

}  // namespace heed
