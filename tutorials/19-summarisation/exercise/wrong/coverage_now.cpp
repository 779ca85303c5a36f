// expect: you add to the coverage before you take the minimum
#define coverage_loss right_coverage_loss
#include "tutorials/19-summarisation/exercise/solution.cpp"
#undef coverage_loss

namespace heed::exercise {

double coverage_loss(const std::vector<std::vector<double>>& weights) {
  std::vector<double> coverage(weights[0].size(), 0);
  double loss = 0;
  for (const std::vector<double>& step : weights) {
    for (std::size_t i = 0; i < step.size(); ++i) {
      coverage[i] += step[i];
      loss += std::min(step[i], coverage[i]);
    }
  }
  return loss;
}

}  // namespace heed::exercise
