// Our solution of the exercise of lesson 02. There are others.
#include "autograd/operations/functions.h"
#include "autograd/record.h"
#include "tutorials/02-derivatives/exercise/exercise.h"

#include <cmath>

namespace heed::exercise {

// dL/de = 2 e, de/dy = 1, dy/dz = 1 - y^2, and z = w x + b has the slopes x, w and 1.
Tensor slopes(double w, double x, double b, double t) {
  const double y = std::tanh(w * x + b);
  const double dz = 2 * (y - t) * (1 - y * y);
  return tensor({dz * x, dz * w, dz});
}

std::vector<int> walking_order(const std::vector<std::vector<int>>& inputs, int end) {
  std::vector<int> uses(inputs.size(), 0), found{end};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const int input : inputs[static_cast<std::size_t>(found[i])]) {
      if (uses[static_cast<std::size_t>(input)]++ == 0) found.push_back(input);
    }
  }
  std::vector<int> order{end};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const int input : inputs[static_cast<std::size_t>(order[i])]) {
      if (--uses[static_cast<std::size_t>(input)] == 0) order.push_back(input);
    }
  }
  return order;
}

// y = x s(x)          dL/dx = dL/dy (s + x s (1 - s))
Variable swish(const Variable& x) {
  const Tensor s = sigmoid(x.value()), y = x.value() * s;
  return record("swish", y, Edge{x, [s = Saved(s), y = Saved(y)](const Tensor& grad) {
                                   return grad * (s.get() + y.get() * (1 - s.get()));
                                 }});
}

// d hands on 1 along two edges of slope c = 4, so c has 4 at its first visit and 8 at its second.
// At each visit, c hands on what it has along two edges of slope a = 2: 4 * 2 * 2 + 8 * 2 * 2 = 48.
double predicted_gradient() { return 48; }

}  // namespace heed::exercise
