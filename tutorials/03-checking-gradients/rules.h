// Operations with their backward rules, right and wrong.
#pragma once

#include "autograd/variable.h"

#include <functional>
#include <string>
#include <vector>

namespace heed {

// [case]
struct Case {
  const char* operation;
  std::string mistake;  // empty if the rule is right
  std::function<Tensor(const Tensor& x)> f;
  // dL/dx from g = dL/dy, x and y = f(x)
  std::function<Tensor(const Tensor& g, const Tensor& x, const Tensor& y)> rule;
  Tensor at;  // the x at which the rule is checked
};
// [/case]

// The operation as the library would record it.
Variable run(const Case& one, const Variable& x);

std::vector<Case> all_cases();
// The case of this operation and this mistake.
Case find(const std::string& operation, const std::string& mistake);

}  // namespace heed
