// Our solution of the exercise of lesson 23. There are others.
#include "tensor/views.h"
#include "tutorials/23-speech/exercise/exercise.h"

#include <algorithm>
#include <cstdlib>
#include <numbers>

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
    result[k + even.size()] = even[k] - turned;
  }
  return result;
}

Index edits(const std::string& a, const std::string& b) {
  std::vector<std::vector<Index>> d(a.size() + 1, std::vector<Index>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<Index>(i + j);
      } else {
        d[i][j] =
            std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      }
    }
  }
  return d[a.size()][b.size()];
}

double share_on_time(const Tensor& weights, const std::vector<Index>& begins) {
  double share = 0;
  for (Index t = 0; t < weights.size(0); ++t) {
    for (Index step = begins[static_cast<std::size_t>(t)]; step < begins[static_cast<std::size_t>(t) + 1];
         ++step)
      share += static_cast<double>(weights(t, step));
  }
  return share / static_cast<double>(weights.size(0));
}

Index predicted_line() { return 32; }

}  // namespace heed::exercise
