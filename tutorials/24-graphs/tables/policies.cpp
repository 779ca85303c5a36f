// A study of lesson 24: four policies on the same budget, three seeds.
#include "tutorials/24-graphs/world.h"
#include "tutorials/study.h"

#include <algorithm>

using namespace heed;

namespace {

std::vector<double> run(const std::string& row, Index seed) {
  const TrainedPolicy trained = train_policy(row, seed);
  Rng rng(99);
  const Walked walked = try_out(*trained.policy, 1000, rng);
  const auto half = std::find_if(trained.reached.begin() + 25, trained.reached.end(), [&](const double& now) {
    double mean = 0;  // of the last 25 updates
    for (const double* back = &now - 24; back <= &now; ++back) mean += *back / 25;
    return mean >= 0.5;
  });
  return {100 * walked.named, 100 * walked.other, static_cast<double>(half - trained.reached.begin())};
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<StudyColumn> columns{
      {"reached, %", 1}, {"another object, %", 1}, {"updates until half arrive", 0}};
  const Study study{.what = "800 updates of 64 episodes; 1000 new episodes",
                    .rows_are = "policy",
                    .rows = policy_names(),
                    .seeds = {1, 2, 3},
                    .columns = columns,
                    .checked = {{"attention", 1}},
                    .relative = 0.2,
                    .absolute = 3};
  return run_study(study, run, count, arguments);
}
