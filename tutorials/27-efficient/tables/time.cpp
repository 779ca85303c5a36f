// The first study of lesson 27: the time of one attention, by variant and length, forward only.
#include "tensor/ground/stopwatch.h"
#include "tensor/random.h"
#include "tutorials/27-efficient/variants.h"
#include "tutorials/study.h"

#include <algorithm>

using namespace heed;

namespace {

double milliseconds(const std::string& variant, Index n, Rng& rng) {
  const SelfRead read(variant, n, rng);
  const Variable x = random_normal({1, n, 64}, rng);
  const NoGrad guard;
  std::vector<double> times;
  for (int round = 0; round < 5; ++round) {
    const Stopwatch watch;
    read(x, x, x);
    times.push_back(1e3 * watch.seconds());
  }
  std::sort(times.begin(), times.end());
  return times[2];
}

std::vector<double> run(const std::string& variant, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  std::vector<double> result{static_cast<double>(products(variant, 16384, 64)) / 1e9};
  for (const Index n : {64, 256, 1024, 4096, 16384}) result.push_back(milliseconds(variant, n, rng));
  return result;
}

}  // namespace

int main(int count, char** arguments) {
  const Study study{.what = "one attention with vectors of 64, forward, median of five calls",
                    .rows_are = "variant",
                    .rows = variants(),
                    .seeds = {1, 2, 3},
                    .columns = {{"billion multiply-adds for 16,384", 3},
                                {"64 words, ms", 3, StudyColumn::time},
                                {"256, ms", 3, StudyColumn::time},
                                {"1,024, ms", 2, StudyColumn::time},
                                {"4,096, ms", 1, StudyColumn::time},
                                {"16,384, ms", 0, StudyColumn::time}},
                    .checked = {{"linear", 1}}};
  return run_study(study, run, count, arguments);
}
