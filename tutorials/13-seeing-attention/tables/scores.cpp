// The study of lesson 13: the alignment error of each score, with three seeds.
#include "tensor/ground/stopwatch.h"
#include "tutorials/study.h"
#include "tutorials/translators.h"

#include <algorithm>

using namespace heed;

namespace {

struct Data {
  Texts texts = corpus();
  std::vector<Alignment> truth = true_alignments();
};

std::vector<double> run(const Data& data, const std::string& row, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  const auto model = make_translator(row, data.texts, rng);
  const Stopwatch stopwatch;
  train(*model, data.texts, {.epochs = 6});
  const double seconds = stopwatch.seconds();
  std::vector<double> errors = alignment_errors(*model, data.texts, data.truth);
  const double mean = errors.back();
  errors.pop_back();
  return {100 * exact(*model, data.texts), 100 * *std::min_element(errors.begin(), errors.end()), 100 * mean,
          seconds};
}

}  // namespace

int main(int count, char** arguments) {
  const Data data;
  const std::vector<StudyColumn> columns{{"exact, %", 1},
                                         {"alignment error of the best head, %", 1},
                                         {"of the mean of all heads, %", 1},
                                         {"time, s", 0, StudyColumn::time}};
  const Study study{.what = "six epochs on our corpus",
                    .rows_are = "attention",
                    .rows = {"additive", "dot", "scaled", "general", "cosine", "transformer"},
                    .seeds = {1, 2, 3},
                    .columns = columns,
                    .checked = {{"dot", 1}},
                    .absolute = 6};
  return run_study(
      study, [&](const std::string& row, Index seed) { return run(data, row, seed); }, count, arguments);
}
