// A study of lesson 26: what more steps give to those that did not get far, with one learning rate.
#include "tutorials/26-abilities/mechanisms.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

std::vector<double> measured(const std::string& row, Index seed) {
  const std::size_t comma = row.find(", ");
  Task task = task_named(row.substr(0, comma));
  task.steps *= 4;
  Rng rng(static_cast<std::uint64_t>(seed)), test(200);
  const Solver solver(row.substr(comma + 2), rng);
  train(solver, task, 0.003, rng);
  return {100 * right_answers(solver, task, task.trained, test),
          100 * right_answers(solver, task, 2 * task.trained, test)};
}

}  // namespace

int main(int count, char** arguments) {
  return run_study({"four times the steps, learning rate 0.003",
                    "task, mechanism",
                    {"copy, RNN", "copy, GRU", "copy, ALiBi", "recall, GRU", "recall, additive",
                     "parity, rotary", "parity, ALiBi"},
                    {1, 2, 3},
                    {{"trained length, %", 1}, {"2 times, %", 1}},
                    {{"copy, GRU", 1}},
                    0.1,
                    8},
                   measured, count, arguments);
}
