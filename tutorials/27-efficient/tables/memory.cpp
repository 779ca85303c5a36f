// The third study of lesson 27: the memory of one attention, by variant and length, forward only; the
// multiply-adds by formula and counted; and the length at which each variant overtakes the whole matrix.
#include "tensor/ground/stopwatch.h"
#include "tensor/random.h"
#include "tutorials/27-efficient/variants.h"
#include "tutorials/study.h"

#include <algorithm>

using namespace heed;

namespace {

double median_of_calls(const SelfRead& read, const Variable& x) {
  std::vector<double> times;
  for (int round = 0; round < 101; ++round) {
    const Stopwatch watch;
    read(x, x, x);
    times.push_back(watch.seconds());
  }
  std::sort(times.begin(), times.end());
  return times[50];
}

// The length from which on, up to 1,024 and in steps of 16, the variant is faster than the whole matrix; 0 if
// it is slower at 1,024.
double overtakes(const std::string& variant, Rng& rng) {
  const NoGrad guard;
  for (Index n = 1024; n >= 16; n -= 16) {
    const SelfRead whole("whole", n, rng), read(variant, n, rng);
    const Variable x = random_normal({1, n, 64}, rng);
    if (median_of_calls(read, x) < median_of_calls(whole, x)) continue;
    return n == 1024 ? 0 : static_cast<double>(n + 16);
  }
  return 16;
}

std::vector<double> run(const std::string& variant, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  std::vector<double> result{static_cast<double>(products(variant, 16384, 64)) / 1e9,
                             static_cast<double>(counted(variant, 16384, 64)) / 1e9};
  for (const Index n : {64, 256, 1024, 4096, 16384})
    result.push_back(static_cast<double>(bytes_needed(variant, n, 64)) / 1e6);
  result.push_back(variant == "whole" ? 0 : overtakes(variant, rng));
  return result;
}

}  // namespace

int main(int count, char** arguments) {
  const Study study{.what =
                        "one attention with vectors of 64, forward; the last column is the length from which "
                        "on, in steps of 16, the "
                        "median of 101 calls is shorter than that of the whole matrix (0: not up to 1,024)",
                    .rows_are = "variant",
                    .rows = variants(),
                    .seeds = {1, 2, 3},
                    .columns = {{"billion multiply-adds for 16,384, by formula", 6},
                                {"counted", 6},
                                {"64 words, MB", 2},
                                {"256, MB", 2},
                                {"1,024, MB", 2},
                                {"4,096, MB", 1},
                                {"16,384, MB", 0},
                                {"overtakes whole at", 0, StudyColumn::time}},
                    .checked = {{"linear", 1}}};
  return run_study(study, run, count, arguments);
}
