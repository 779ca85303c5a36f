// The nine tasks of lesson 26. Each draws sequences of any size, and says what is asked at which positions.
#pragma once

#include "tensor/random.h"
#include "tensor/token_matrix.h"

#include <functional>
#include <string>
#include <vector>

namespace heed {

// [example]
// The right answer at each position of the input; `nothing` where nothing is asked.
constexpr Token nothing = -1;
struct Example {
  std::vector<Token> input, answer;
};
// [/example]

struct Task {
  std::string name;
  Index smallest, trained;  // sizes of the sequences in training; tests go on to 4 times the largest
  Index steps;              // of training
  std::function<Example(Index size, Rng&)> draw;
};

// "copy", "reverse", "sort", "recall", "induction", "selective copy", "parity", "brackets", "list operations".
const std::vector<Task>& tasks();
const Task& task_named(const std::string& name);
constexpr Index words = 45;  // of all tasks, as tokens and as answers

// Sequences of one size: inputs and answers, (count, length).
struct Examples {
  TokenMatrix input, answer;
};
Examples draw(const Task& task, Index count, Index size, Rng& rng);

}  // namespace heed
