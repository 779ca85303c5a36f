// expect: a pair that both rankings tie
#define tau right_tau
#include "tutorials/28-explain/exercise/solution.cpp"
#undef tau

namespace heed::exercise {

double tau(const std::vector<double>& a, const std::vector<double>& b) {
  double alike = 0, by_a = 0, by_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double x = (a[i] > a[j]) - (a[i] < a[j]), y = (b[i] > b[j]) - (b[i] < b[j]);
      alike += x == y ? 1 : x * y;
      by_a += x * x;
      by_b += y * y;
    }
  }
  return by_a * by_b == 0 ? 0 : alike / std::sqrt(by_a * by_b);
}

}  // namespace heed::exercise
