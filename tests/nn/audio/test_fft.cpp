#include "nn/audio/fft.h"
#include "tensor/random.h"
#include "tests/catch.h"

#include <cmath>
#include <numbers>

using namespace heed;

namespace {

using Complex = std::complex<double>;

std::vector<Complex> random_numbers(std::size_t count, Rng& rng) {
  std::vector<Complex> x;
  while (x.size() < count) x.emplace_back(rng.normal(), rng.normal());
  return x;
}

// The definition, in N² steps.
std::vector<Complex> by_definition(const std::vector<Complex>& x) {
  std::vector<Complex> result(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) {
    for (std::size_t n = 0; n < x.size(); ++n) {
      const double turns = static_cast<double>(k * n % x.size()) / static_cast<double>(x.size());
      result[k] += x[n] * std::polar(1.0, -2 * std::numbers::pi * turns);
    }
  }
  return result;
}

}  // namespace

TEST_CASE("the fast transform is the transform by definition", "[fft]") {
  Rng rng(1);
  for (const std::size_t count : {1u, 2u, 4u, 8u, 64u, 256u}) {
    const std::vector<Complex> x = random_numbers(count, rng), fast = fft(x), slow = by_definition(x);
    REQUIRE(fast.size() == count);
    // Both sum N numbers of about 1: rounding adds up to N units in the last place, with room.
    const double bound = 8 * static_cast<double>(count) * 2.3e-16 * std::sqrt(static_cast<double>(count));
    for (std::size_t k = 0; k < count; ++k) CHECK(std::abs(fast[k] - slow[k]) <= bound);
  }
}

TEST_CASE("the transform keeps the energy: Parseval's theorem", "[fft]") {
  Rng rng(2);
  const std::vector<Complex> x = random_numbers(128, rng);
  double before = 0, after = 0;
  for (const Complex& value : x) before += std::norm(value);
  for (const Complex& value : fft(x)) after += std::norm(value) / 128;
  CHECK(std::abs(after - before) < 1e-11 * before);
}

TEST_CASE("a wave is one line in the power spectrum", "[fft]") {
  std::vector<double> wave;
  for (int n = 0; n < 64; ++n) wave.push_back(std::cos(2 * std::numbers::pi * 5 * n / 64));
  const std::vector<double> power = power_spectrum(wave);
  REQUIRE(power.size() == 33);
  for (std::size_t k = 0; k < power.size(); ++k)
    CHECK(std::abs(power[k] - (k == 5 ? 32.0 * 32.0 : 0)) < 1e-9);
}
