// A study of lesson 21: where classifiers look that are trained on labels alone.
#include "tutorials/21-detection/experiment.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

std::vector<double> run(const std::string& row, Index seed) {
  static const SceneSets sets(1);
  const Pooling pooling = row.starts_with("attention") ? Pooling::attention
                          : row.starts_with("mean")    ? Pooling::mean
                                                       : Pooling::max;
  const auto model = train_classifier(pooling, row.ends_with("3 x 3") ? 3 : 5, sets, seed);
  const MapScores scores = evaluate_maps(*model, sets.valid, sets.test);
  return {100 * scores.right, 100 * scores.points, scores.by_share, scores.by_centre};
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<StudyColumn> columns{{"right shape, %", 1},
                                         {"largest cell on the object, %", 1},
                                         {"IoU of its cells", 2},
                                         {"IoU of a mean box", 2}};
  const Study study{.what = "maps of classifiers that never saw a box",
                    .rows_are = "pooling and windows",
                    .rows = {"attention, 5 x 5", "maximum, 5 x 5", "mean, 5 x 5", "attention, 3 x 3"},
                    .seeds = {1, 2, 3},
                    .columns = columns,
                    .checked = {{"attention, 5 x 5", 1}},
                    .absolute = 0.05};
  return run_study(study, run, count, arguments);
}
