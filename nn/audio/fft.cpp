#include "nn/audio/fft.h"

#include "tensor/ground/error.h"

#include <numbers>

namespace heed {
namespace {

using Complex = std::complex<double>;

// The transform of the elements begin, begin + stride, ...: `count` of them.
//
// The sum over all n is the sum over the even n plus the sum over the odd n. Both are transforms of half the size, E and
// O, and each of their results serves twice, because e^(-2 pi i (k + N/2) / N) = -e^(-2 pi i k / N):
//
//     X_k = E_k + e^(-2 pi i k / N) O_k             X_(k + N/2) = E_k - e^(-2 pi i k / N) O_k
std::vector<Complex> transform(const std::vector<Complex>& x, std::size_t begin, std::size_t stride,
                               std::size_t count) {
  if (count == 1) return {x[begin]};
  const std::size_t half = count / 2;
  const std::vector<Complex> even = transform(x, begin, 2 * stride, half);
  const std::vector<Complex> odd = transform(x, begin + stride, 2 * stride, half);
  std::vector<Complex> result(count);
  for (std::size_t k = 0; k < half; ++k) {
    const double angle = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(count);
    const Complex turned = std::polar(1.0, angle) * odd[k];
    result[k] = even[k] + turned;
    result[k + half] = even[k] - turned;
  }
  return result;
}

}  // namespace

std::vector<Complex> fft(const std::vector<Complex>& x) {
  const std::size_t count = x.size();
  if (count == 0 || (count & (count - 1)) != 0)
    fail("fft: the number of elements must be a power of two, not ", count);
  return transform(x, 0, 1, count);
}

std::vector<double> power_spectrum(const std::vector<double>& samples) {
  const std::vector<Complex> all = fft({samples.begin(), samples.end()});
  std::vector<double> power;
  for (std::size_t k = 0; k <= all.size() / 2; ++k) power.push_back(std::norm(all[k]));
  return power;
}

}  // namespace heed
