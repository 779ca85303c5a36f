// Our solution of the exercise of lesson 19. There are others.
#include "tutorials/19-summarisation/exercise/exercise.h"

#include <algorithm>

namespace heed::exercise {

std::vector<Token> extra_ids(const std::vector<std::string>& words, const std::vector<Token>& source,
                             Token vocabulary) {
  std::vector<std::string> fresh;
  std::vector<Token> ids = source;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (source[i] >= 0) continue;
    auto found = std::find(fresh.begin(), fresh.end(), words[i]);
    if (found == fresh.end()) found = fresh.insert(fresh.end(), words[i]);
    ids[i] = vocabulary + static_cast<Token>(found - fresh.begin());
  }
  return ids;
}

std::vector<double> mixture(const std::vector<double>& generate, const std::vector<double>& weights,
                            const std::vector<Token>& source, double g, Index extra) {
  std::vector<double> p(generate.size() + static_cast<std::size_t>(extra), 0);
  for (std::size_t w = 0; w < generate.size(); ++w) p[w] = g * generate[w];
  for (std::size_t i = 0; i < source.size(); ++i)
    p[static_cast<std::size_t>(source[i])] += (1 - g) * weights[i];
  return p;
}

double coverage_loss(const std::vector<std::vector<double>>& weights) {
  std::vector<double> coverage(weights[0].size(), 0);
  double loss = 0;
  for (const std::vector<double>& step : weights) {
    for (std::size_t i = 0; i < step.size(); ++i) {
      loss += std::min(step[i], coverage[i]);
      coverage[i] += step[i];
    }
  }
  return loss;
}

double predicted_loss() { return 3; }

}  // namespace heed::exercise
