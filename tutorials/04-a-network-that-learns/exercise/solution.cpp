// Our solution of the exercise of lesson 04. There are others.
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/04-a-network-that-learns/exercise/exercise.h"

#include <cmath>

namespace heed::exercise {

Tensor neuron_gradient(const Tensor& X, const Tensor& y, const Tensor& w, double b) {
  const Tensor dz = (sigmoid(matmul(X, w) + b) - y) / static_cast<double>(X.size(0));  // (n)
  return concatenate({matmul(transpose(X), dz), unsqueeze(sum(dz), 0)}, 0);
}

void momentum_step(Tensor& p, const Tensor& g, Tensor& v, double rate, double momentum) {
  v = momentum * v + g;
  p += -rate * v;
}

void adam_step(Tensor& p, const Tensor& g, Tensor& m, Tensor& v, Index t, double rate) {
  m = 0.9 * m + 0.1 * g;
  v = 0.999 * v + 0.001 * g * g;
  const double steps = static_cast<double>(t);
  const Tensor mean = m / (1 - std::pow(0.9, steps)), square = v / (1 - std::pow(0.999, steps));
  p += -rate * mean / (sqrt(square) + 1e-8);
}

// The mean is 1000, the root of the mean square is 1000, and their quotient is 1: the step is as long as
// the rate, whatever the gradient.
double predicted_parameter() { return -0.01; }

}  // namespace heed::exercise
