// Exercises: tests that explain. Each task runs the learner's functions and says in words what is
// done, what is missing and what is wrong.
#pragma once

#include "tensor/ground/error.h"
#include "tensor/random.h"
#include "tensor/tensor.h"

#include <functional>
#include <string>
#include <vector>

namespace heed {

// Marks an unfinished function: throws an Error which says that the function is still
// to be written.
[[noreturn]] void not_written(const std::string& function);

class Exercise {
 public:
  explicit Exercise(const std::string& title);

  // Runs one task. The check throws, by expect() or fail(), to say what is wrong. Returns whether
  // the task passed.
  bool task(const std::string& name, const std::function<void()>& check);

  // Prints a line such as "2 of 4 tasks are done". Returns the exit status for main(): 0 if all
  // tasks are done.
  int finish() const;

 private:
  int tasks_ = 0, done_ = 0;
};

// Returns `count` random sizes from 2 to 9 that all differ, so that a transposed matrix or a swapped
// axis cannot fit by chance. count <= 8.
std::vector<Index> different_sizes(int count, Rng& rng);

// Throws an Error with the text `otherwise`, a whole sentence for the learner, unless the
// condition is true.
void expect(bool condition, const std::string& otherwise);
// Throws if the learner's tensor has a wrong shape or wrong values. `what` names the tensor, and
// `hint` explains a likely cause. The values may differ by one in a thousand.
void expect_close(const std::string& what, const Tensor& yours, const Tensor& right,
                  const std::string& hint = "");
// Throws if the learner's prediction differs from the measured number by more than this
// share of it.
void expect_predicted(const std::string& what, double predicted, double measured, double share);

}  // namespace heed
