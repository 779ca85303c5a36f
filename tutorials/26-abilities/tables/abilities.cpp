// The study of lesson 26: eleven mechanisms on nine tasks. The learning rate is swept: the best of three on
// sequences of the trained length that are used for nothing else.
#include "tutorials/26-abilities/mechanisms.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

std::vector<double> measured(const std::string& row, Index seed) {
  const std::size_t comma = row.find(", ");
  const Task& task = task_named(row.substr(0, comma));
  double best = -1;
  std::vector<double> results;
  for (const double rate : {0.001, 0.003, 0.01}) {
    Rng rng(static_cast<std::uint64_t>(seed));
    const Solver solver(row.substr(comma + 2), rng);
    train(solver, task, rate, rng);
    Rng validation(100), test(200);
    const double right = right_answers(solver, task, task.trained, validation);
    if (right <= best) continue;
    best = right;
    results.clear();
    for (const Index times : {1, 2, 4})
      results.push_back(100 * right_answers(solver, task, times * task.trained, test));
    results.push_back(rate);
  }
  return results;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> rows;
  for (const Task& task : tasks())
    for (const std::string& mechanism : mechanisms()) rows.push_back(task.name + ", " + mechanism);
  // The best rate is a choice between near values, and differs by machine: it is kept, and not compared.
  return run_study(
      {"right answers in the second half of sequences of the trained length, twice and four times it",
       "task, mechanism",
       rows,
       {1, 2, 3},
       {{"trained length, %", 1},
        {"2 times, %", 1},
        {"4 times, %", 1},
        {"learning rate", 3, StudyColumn::time}},
       {{"parity, RNN", 1}, {"copy, dot", 1}, {"brackets, none", 2}},
       0.05,
       8},
      measured, count, arguments);
}
