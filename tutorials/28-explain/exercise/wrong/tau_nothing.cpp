// expect: orders nothing
#define tau right_tau
#include "tutorials/28-explain/exercise/solution.cpp"
#undef tau

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
  return (same - opposite) / std::sqrt(by_a * by_b);
}

}  // namespace heed::exercise
