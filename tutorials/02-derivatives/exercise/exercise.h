// Exercise of lesson 02. Write the functions in exercise.cpp, then: make exercise N=02
#pragma once

#include "autograd/variable.h"

#include <vector>

namespace heed::exercise {

// 1. The chain rule by hand. L = (tanh(w x + b) - t)^2; returns dL/dw, dL/dx and dL/db, in
// this order. (3)
Tensor slopes(double w, double x, double b, double t);

// 2. A graph without a tape: inputs[i] lists the nodes that node i was computed from. The numbers
// of the nodes do not say which node is older. Returns `end` and every node that `end` depends on,
// directly or not, each once, in an order in which a walk back from `end` may visit them: each node
// before all of its inputs.
std::vector<int> walking_order(const std::vector<std::vector<int>>& inputs, int end);

// 3. An operation for the library: y = x sigmoid(x), called "swish", with its backward rule,
// for any shape.
Variable swish(const Variable& x);

// 4. Predict before you run anything: a = 2, c = a a, d = c c, so d = a^4 and dd/da = 4 a^3 = 32.
// Which gradient of a does the lesson's walk_immediately() give instead?
double predicted_gradient();

}  // namespace heed::exercise
