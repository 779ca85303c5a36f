// The fourth study of lesson 27: how many steps of training low-rank attention needs for the token far away, three seeds.
#include "tutorials/27-efficient/variants.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

std::vector<double> run(const std::string& steps, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  Finder finder({"low-rank"}, 256, rng);
  train(finder, 256, std::stoll(steps), rng);
  const Found found = find(finder, 256, rng);
  return {100 * found.near, 100 * found.far};
}

}  // namespace

int main(int count, char** arguments) {
  const Study study{.what = "the same task, low-rank attention only, trained for more steps",
                    .rows_are = "steps",
                    .rows = {"400", "1000", "2000", "4000"},
                    .seeds = {1, 2, 3},
                    .columns = {{"nearer than 32, %", 1}, {"farther, %", 1}},
                    .checked = {{"400", 1}},
                    .absolute = 8};
  return run_study(study, run, count, arguments);
}
