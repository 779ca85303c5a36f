// A study of lesson 21: detectors of sets of objects, on one budget.
#include "tensor/ground/stopwatch.h"
#include "tutorials/21-detection/experiment.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

std::vector<double> run(const std::string& row, Index seed) {
  static const SceneSets sets(3);
  const std::string name = row.substr(0, row.find(','));
  const Matching matching = row.ends_with("in order") ? Matching::in_order : Matching::hungarian;
  const Index epochs = row.ends_with("60 epochs") ? 60 : 20;
  const Stopwatch stopwatch;
  const auto model = train_one(name, matching, sets, seed, {}, epochs);
  const double seconds = stopwatch.seconds();
  const DetectionScores scores = evaluate(detect(*model, sets.test), sets.test);
  return {static_cast<double>(model->parameter_count()), scores.overlap, 100 * scores.precision,
          100 * scores.exact, seconds};
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<StudyColumn> columns{{"parameters", 0},
                                         {"mean IoU", 2},
                                         {"average precision, %", 1},
                                         {"exact sets, %", 1},
                                         {"time, s", 0, StudyColumn::time}};
  const Study study{.what = "detectors, 20 epochs of 3,000 pictures if the row does not say otherwise",
                    .rows_are = "detector",
                    .rows = {"plain network", "convolution", "small DETR", "small DETR, in order",
                             "convolution, 60 epochs", "small DETR, 60 epochs"},
                    .seeds = {1, 2, 3},
                    .columns = columns,
                    .checked = {{"plain network", 1}},
                    .absolute = 0.05};
  return run_study(study, run, count, arguments);
}
