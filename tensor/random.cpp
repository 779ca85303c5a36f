#include "tensor/random.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace heed {
namespace {

// Natural logarithm for x > 0 with std::fma only, which is exact by definition, so no compiler and no libm can
// change a bit. x = m 2^e with m in [sqrt(1/2), sqrt(2)), and
//     log m = 2 (s + s^3/3 + s^5/5 + ...)   with s = (m-1)/(m+1), |s| < 0.172.
double portable_log(double x) {
  int exponent;
  double m = std::frexp(x, &exponent);
  if (m < 0.70710678118654752) {
    m *= 2;
    --exponent;
  }
  const double s = (m - 1) / (m + 1), square = s * s;
  double series = 0;
  for (int power = 21; power >= 1; power -= 2) series = std::fma(series, square, 1.0 / power);
  return std::fma(exponent, 0.69314718055994531, 2 * s * series);
}

void check_range(const char* operation, double low, double high) {
  if (!(low <= high) || !std::isfinite(high - low))
    fail(operation, ": there are no numbers from ", low, " to ", high);
}

}  // namespace

Rng::Rng(std::uint64_t seed) {
  // SplitMix64 spreads the seed over the state, as the generator's authors advise.
  for (std::uint64_t& word : state_) {
    std::uint64_t z = (seed += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    word = z ^ (z >> 31);
  }
}

std::uint64_t Rng::bits() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Rng::uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

double Rng::uniform(double low, double high) {
  check_range("Rng::uniform", low, high);
  return std::fma(high - low, uniform(), low);
}

double Rng::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  double u, v, square;
  do {  // a point in the unit disc, not at its centre
    u = std::fma(2, uniform(), -1);
    v = std::fma(2, uniform(), -1);
    square = std::fma(u, u, v * v);
  } while (square >= 1 || square == 0);
  const double scale = std::sqrt(-2 * portable_log(square) / square);
  spare_ = v * scale;
  has_spare_ = true;
  return u * scale;
}

Index Rng::integer(Index bound) {
  if (bound <= 0) fail("Rng::integer: the bound must be positive, not ", bound);
  const auto range = static_cast<std::uint64_t>(bound);
  // 2^64 mod range: the values below it would be drawn once too often.
  const std::uint64_t unfair = (0 - range) % range;
  std::uint64_t value;
  do value = bits();
  while (value < unfair);
  return static_cast<Index>(value % range);
}

std::vector<Index> Rng::permutation(Index size) {
  checked_size("Rng::permutation", "the size", size);
  std::vector<Index> order;
  try {
    order.resize(static_cast<std::size_t>(size));
  } catch (const std::exception&) {
    fail("Rng::permutation: out of memory: there is none for ", size, " numbers");
  }
  std::iota(order.begin(), order.end(), Index{0});
  for (Index last = size - 1; last > 0; --last) {
    std::swap(order[static_cast<std::size_t>(last)], order[static_cast<std::size_t>(integer(last + 1))]);
  }
  return order;
}

Index Rng::categorical(const std::vector<Scalar>& weights) {
  double total = 0;
  for (Scalar weight : weights) {
    if (!(weight >= 0)) fail("Rng::categorical: a weight is ", weight, "; weights must be 0 or greater");
    total += static_cast<double>(weight);
  }
  if (!(total > 0) || !std::isfinite(total))
    fail("Rng::categorical: the sum of the ", weights.size(), " weights is ", total,
         "; it must be positive and finite");
  double left = uniform() * total;
  std::size_t drawn = 0, i = 0;
  for (; i < weights.size() && left >= 0; ++i) {
    if (weights[i] > 0) drawn = i;  // rounding never leads to an index of weight 0
    left -= static_cast<double>(weights[i]);
  }
  return static_cast<Index>(drawn);
}

std::string Rng::save() const {
  std::string line;
  char word[24];
  for (std::uint64_t part : state_) {
    std::snprintf(word, sizeof word, "%016llx ", static_cast<unsigned long long>(part));
    line += word;
  }
  std::snprintf(word, sizeof word, "%016llx %d",
                static_cast<unsigned long long>(std::bit_cast<std::uint64_t>(spare_)), has_spare_ ? 1 : 0);
  return line + word;
}

void Rng::restore(const std::string& line) {
  unsigned long long word[5];
  int flag, end = 0;
  if (std::sscanf(line.c_str(), "%16llx %16llx %16llx %16llx %16llx %d%n", &word[0], &word[1], &word[2],
                  &word[3], &word[4], &flag, &end) != 6 ||
      line.c_str()[end] != '\0' || (word[0] | word[1] | word[2] | word[3]) == 0) {
    fail("Rng::restore: '", line, "' is not a saved state");
  }
  for (std::size_t i = 0; i < 4; ++i) state_[i] = word[i];
  spare_ = std::bit_cast<double>(static_cast<std::uint64_t>(word[4]));
  has_spare_ = flag != 0;
}

Tensor random_normal(const Shape& shape, Rng& rng, double mean, double deviation) {
  if (!(deviation >= 0) || !std::isfinite(mean) || !std::isfinite(deviation))
    fail("random_normal: a mean of ", mean, " and a deviation of ", deviation,
         "; both must be finite, and the deviation 0 or greater");
  return detail::generate(shape, [&] { return std::fma(deviation, rng.normal(), mean); });
}

Tensor random_uniform(const Shape& shape, Rng& rng, double low, double high) {
  check_range("random_uniform", low, high);
  return detail::generate(shape, [&] { return rng.uniform(low, high); });
}

Tensor glorot_uniform(Index outputs, Index inputs, Rng& rng) {
  checked_size("glorot_uniform", "the number of outputs", outputs);
  checked_size("glorot_uniform", "the number of inputs", inputs);
  const double bound = std::sqrt(6.0 / static_cast<double>(std::max(inputs + outputs, Index{1})));
  return random_uniform({outputs, inputs}, rng, -bound, bound);
}

}  // namespace heed
