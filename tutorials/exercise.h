// Exercises: tests that speak. Each task runs the learner's functions and says in words what is right, what
// is still missing and what is not yet right.
#pragma once

#include "tensor/ground/error.h"
#include "tensor/tensor.h"

#include <functional>
#include <string>

namespace heed {

// What an unfinished function does: throws an Error that says so, and nothing else happens.
[[noreturn]] void not_written(const std::string& function);

class Exercise {
 public:
  explicit Exercise(const std::string& title);

  // Runs one task; the check throws, by expect() or fail(), to say what is wrong. Returns whether it passed.
  bool task(const std::string& name, const std::function<void()>& check);

  // "2 of 4 tasks are done", and what main() returns: 0 when all are.
  int finish() const;

 private:
  int tasks_ = 0, done_ = 0;
};

// Throws with `otherwise`, a whole sentence for the learner, unless the condition holds.
void expect(bool condition, const std::string& otherwise);
// Throws when the learner's tensor has another shape or other numbers than it should; `what` names it, and
// `hint` says where such an error comes from. The numbers may differ by one in a thousand.
void expect_close(const std::string& what, const Tensor& yours, const Tensor& right,
                  const std::string& hint = "");
// The same for a number that the learner predicted, within a share of it.
void expect_predicted(const std::string& what, double predicted, double measured, double share);

}  // namespace heed
