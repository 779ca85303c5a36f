#include "tensor/raw/vector.h"
#include "tests/catch.h"

#include <algorithm>
#include <limits>
#include <vector>

using namespace heed;
using namespace heed::kernel;

TEST_CASE("a vector is loaded from and stored to any address") {
  Scalar from[2 * lanes + 1], to[2 * lanes + 1] = {};
  for (Index i = 0; i <= 2 * lanes; ++i) from[i] = static_cast<Scalar>(i);
  store(to + 1, load(from + 1) + load(from + 1 + lanes));
  CHECK(to[0] == 0);
  for (Index i = 1; i <= lanes; ++i) CHECK(to[i] == static_cast<Scalar>(2 * i + lanes));
  CHECK(to[1 + lanes] == 0);
}

TEST_CASE("part of a vector is loaded and stored, and the neighbouring values are not touched") {
  for (Index count = 0; count <= lanes; ++count) {
    CAPTURE(count);
    const std::vector<Scalar> from(static_cast<std::size_t>(count),
                                   7);  // a sanitizer notices reads beyond its end
    const Vector part = load_part(from.data(), count);
    for (Index i = 0; i < lanes; ++i) CHECK(part[i] == (i < count ? 7 : 0));
    std::vector<Scalar> to(static_cast<std::size_t>(count), 0);
    store_part(to.data(), part, count);
    CHECK(to == from);
    Scalar wider[lanes + 1];
    std::fill_n(wider, lanes + 1, Scalar{3});
    store_part(wider, part, count);
    for (Index i = 0; i <= lanes; ++i) CHECK(wider[i] == (i < count ? 7 : 3));
  }
}

#ifndef HEED_DOUBLE
namespace {

using Function = float (*)(float);
using Exact = double (*)(double);

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

// The largest |f - exact| / unit(exact) over one in `step` of all finite floats in [low, high];
// NaN if any error is NaN.
template <class Unit>
double worst_error(Function f, Exact exact, float low, float high, Unit unit, std::uint32_t step = 997) {
  double worst = 0;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += step) {
    const float x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    if (!(x >= low && x <= high) || std::isinf(x)) continue;
    const double want = exact(static_cast<double>(x)), got = static_cast<double>(f(x));
    if (std::isinf(got) && std::isinf(static_cast<float>(want))) continue;
    const double error = std::abs(got - want) / unit(want);
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

// The distance between the floats next to x: 2^-149 among the subnormal numbers.
double ulp(double x) {
  const int exponent = x == 0 ? -149 : std::ilogb(x) - 23;
  return std::ldexp(1.0, std::max(exponent, -149));
}

}  // namespace

TEST_CASE("fast::exp is within 2 ulp of e^x everywhere") {
  CHECK(worst_error([](float x) { return fast::exp(x); }, std::exp, -infinity, infinity, ulp) <= 2);
  CHECK(worst_error([](float x) { return fast::exp(x); }, std::exp, -106, -86, ulp, 11) <=
        2);  // where the result becomes subnormal, then 0
  CHECK(worst_error([](float x) { return fast::exp(x); }, std::exp, 88, 90, ulp, 11) <=
        2);  // where it becomes infinite
  CHECK(fast::exp(0.0f) == 1);
  CHECK(fast::exp(-0.0f) == 1);
  CHECK(fast::exp(-infinity) == 0);
  CHECK(fast::exp(infinity) == infinity);
  CHECK(fast::exp(-1e9f) == 0);
  CHECK(std::isnan(fast::exp(not_a_number)));
  CHECK(std::isnan(fast::exp(-not_a_number)));
}

TEST_CASE("fast::tanh is within 4 ulp, and odd") {
  CHECK(worst_error([](float x) { return fast::tanh(x); }, std::tanh, -infinity, infinity, ulp) <= 4);
  CHECK(fast::tanh(0.0f) == 0);
  CHECK(fast::tanh(infinity) == 1);
  CHECK(fast::tanh(-infinity) == -1);
  CHECK(std::isnan(fast::tanh(not_a_number)));
}

TEST_CASE("fast::sigmoid is within 3 ulp, and 0 where 1 + e^-x overflows") {
  const Exact exact = [](double x) { return 1 / (1 + std::exp(-x)); };
  CHECK(worst_error([](float x) { return fast::sigmoid(x); }, exact, -88.7f, infinity, ulp) <= 3);
  CHECK(worst_error([](float x) { return fast::sigmoid(x); }, exact, -infinity, -88.7f,
                    [](double) { return 3e-39; }) <= 1);
  CHECK(fast::sigmoid(0.0f) == 0.5f);
  CHECK(fast::sigmoid(-infinity) == 0);
  CHECK(fast::sigmoid(infinity) == 1);
  CHECK(std::isnan(fast::sigmoid(not_a_number)));
}

TEST_CASE("fast::erf is within 4 ulp, fast::normal_cdf and fast::gelu within 2^-23 and |x| 2^-23") {
  CHECK(worst_error([](float x) { return fast::erf(x); }, std::erf, -infinity, infinity, ulp) <= 4);
  CHECK(fast::erf(infinity) == 1);
  CHECK(fast::erf(-infinity) == -1);
  CHECK(std::isnan(fast::erf(not_a_number)));

  const Exact cdf = [](double x) { return std::erfc(-x * 0.70710678118654752440) / 2; };
  CHECK(worst_error([](float x) { return fast::normal_cdf(x); }, cdf, -infinity, infinity,
                    [](double) { return 0x1p-23; }) <= 1);
  for (float x = -8; x < 8; x += 0.01f) {
    const double exact = static_cast<double>(x) * cdf(static_cast<double>(x));
    if (!(std::abs(static_cast<double>(fast::gelu(x)) - exact) <= std::abs(static_cast<double>(x)) * 0x1p-23))
      FAIL(x);
  }
  CHECK(std::isnan(fast::gelu(not_a_number)));
  CHECK(fast::gelu(infinity) == infinity);
}

TEST_CASE("the functions give the same bits alone, in a vector loop and in its last iterations") {
  for (int n : {1, 7, 16, 31, 64, 67}) {
    float x[67], exps[67], tanhs[67], sigmoids[67], gelus[67];
    for (int i = 0; i < n; ++i) x[i] = static_cast<float>(i * i % 41 - 20) * 0.37f;
    for (int i = 0; i < n; ++i) exps[i] = fast::exp(x[i]);
    for (int i = 0; i < n; ++i) tanhs[i] = fast::tanh(x[i]);
    for (int i = 0; i < n; ++i) sigmoids[i] = fast::sigmoid(x[i]);
    for (int i = 0; i < n; ++i) gelus[i] = fast::gelu(x[i]);
    for (int i = 0; i < n; ++i) {
      const volatile float alone = x[i];  // keeps this loop from becoming vectors too
      CAPTURE(n, x[i]);
      CHECK(exps[i] == fast::exp(alone));
      CHECK(tanhs[i] == fast::tanh(alone));
      CHECK(sigmoids[i] == fast::sigmoid(alone));
      CHECK(gelus[i] == fast::gelu(alone));
    }
  }
}
#endif
