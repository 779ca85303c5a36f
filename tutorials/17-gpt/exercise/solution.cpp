// Our solution of the exercise of lesson 17. There are others.
#include "tutorials/17-gpt/exercise/exercise.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace heed::exercise {

Shifted shift(const std::vector<Token>& passage) {
  return {{passage.begin(), passage.end() - 1}, {passage.begin() + 1, passage.end()}};
}

std::vector<double> drawn(const Tensor& logits, double temperature, Index k) {
  std::vector<double> p = logits.to_doubles(), sorted = p;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const double smallest = sorted[static_cast<std::size_t>(std::min(k, std::ssize(p)) - 1)];
  double sum = 0;
  for (double& x : p) {
    x = x >= smallest ? std::exp((x - sorted[0]) / temperature) : 0;
    sum += x;
  }
  for (double& x : p) x /= sum;
  return p;
}

double perplexity(const std::vector<double>& p) {
  double nats = 0;
  for (const double probability : p) nats -= std::log(probability);
  return std::exp(nats / static_cast<double>(p.size()));
}

double predicted_start() { return std::log(1000); }

}  // namespace heed::exercise
