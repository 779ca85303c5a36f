// Our solution of the exercise of lesson 28. There are others.
#include "tutorials/28-explain/exercise/exercise.h"

#include <cmath>

namespace heed::exercise {

double tau(const std::vector<double>& a, const std::vector<double>& b) {
  double same = 0, opposite = 0, by_a = 0, by_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = i + 1; j < a.size(); ++j) {
      const double product = (a[i] - a[j]) * (b[i] - b[j]);
      if (product > 0) ++same;
      if (product < 0) ++opposite;
      if (a[i] != a[j]) ++by_a;
      if (b[i] != b[j]) ++by_b;
    }
  }
  return by_a * by_b == 0 ? 0 : (same - opposite) / std::sqrt(by_a * by_b);
}

std::vector<double> leave_one_out(const Words& review, const std::function<double(const Words&)>& margin) {
  const double whole = margin(review);
  std::vector<double> changes;
  for (std::size_t i = 0; i < review.size(); ++i) {
    Words without = review;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    changes.push_back(std::abs(whole - margin(without)));
  }
  return changes;
}

double weight_of_high(double low, double high, double wanted) { return (wanted - low) / (high - low); }

double predicted_tau() { return 1 - 2 * 3 / 45.0; }

}  // namespace heed::exercise
