// expect: your two halves are equal
#define fourier right_fourier
#include "tutorials/23-speech/exercise/solution.cpp"
#undef fourier

namespace heed::exercise {

std::vector<Complex> fourier(const std::vector<Complex>& x) {
  if (x.size() == 1) return x;
  std::vector<Complex> even, odd;
  for (std::size_t n = 0; n < x.size(); ++n) (n % 2 == 0 ? even : odd).push_back(x[n]);
  even = fourier(even);
  odd = fourier(odd);
  std::vector<Complex> result(x.size());
  for (std::size_t k = 0; k < even.size(); ++k) {
    const double angle = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(x.size());
    const Complex turned = std::polar(1.0, angle) * odd[k];
    result[k] = even[k] + turned;
    result[k + even.size()] = even[k] + turned;
  }
  return result;
}

}  // namespace heed::exercise
