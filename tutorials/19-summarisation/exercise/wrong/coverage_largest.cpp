// expect: your coverage is the largest weight so far
#define coverage_loss right_coverage_loss
#include "tutorials/19-summarisation/exercise/solution.cpp"
#undef coverage_loss

namespace heed::exercise {

double coverage_loss(const std::vector<std::vector<double>>& weights) {
  std::vector<double> coverage(weights[0].size(), 0);
  double loss = 0;
  for (const std::vector<double>& step : weights) {
    for (std::size_t i = 0; i < step.size(); ++i) {
      loss += std::min(step[i], coverage[i]);
      coverage[i] = std::max(coverage[i], step[i]);
    }
  }
  return loss;
}

}  // namespace heed::exercise
