#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>

using namespace heed;

TEST_CASE("the bits are those of xoshiro256++, seeded by SplitMix64") {
  Rng rng;
  // The authors' generator, started from the state 1, 2, 3, 4.
  rng.restore("1 2 3 4 0 0");
  for (std::uint64_t expected :
       {std::uint64_t{41943041}, std::uint64_t{58720359}, std::uint64_t{3588806011781223},
        std::uint64_t{3591011842654386}, std::uint64_t{9228616714210784205u},
        std::uint64_t{9973669472204895162u}, std::uint64_t{14011001112246962877u}}) {
    CHECK(rng.bits() == expected);
  }
  // SplitMix64 from 1234567: 6457827717110365317, 3203168211198807973,
  // 9817491932198370423, 4593380528125082431.
  CHECK(Rng(1234567).save() ==
        "599ed017fb08fc85 2c73f08458540fa5 883ebce5a3f27c77 3fbef740e9177b3f 0000000000000000 0");
}

TEST_CASE("normal numbers are Marsaglia's, the same everywhere") {
  // The polar method written out with the library's logarithm, which may differ in the last bit.
  Rng rng(7), twin(7);
  for (int i = 0; i < 1000; ++i) {
    double u, v, square;
    do {
      u = 2 * twin.uniform() - 1;
      v = 2 * twin.uniform() - 1;
      square = u * u + v * v;
    } while (square >= 1 || square == 0);
    const double scale = std::sqrt(-2 * std::log(square) / square);
    CHECK(std::abs(rng.normal() - u * scale) < 1e-13);
    CHECK(std::abs(rng.normal() - v * scale) < 1e-13);
  }
  CHECK(rng.bits() == twin.bits());
  // Pinned to the bit: a change here changes every trained model.
  Rng pinned(42);
  CHECK(pinned.normal() == 0x1.f679d98b6ab7bp-1);
  CHECK(pinned.normal() == -0x1.21a610c887574p-1);
  CHECK(pinned.uniform(-1, 1) == 0x1.ef81f3ec3093ap-1);
  CHECK(pinned.integer(1000) == 464);
  CHECK(pinned.permutation(8) == std::vector<Index>{5, 4, 1, 7, 6, 2, 0, 3});
}

TEST_CASE("uniform numbers fill [0, 1) evenly") {
  Rng rng(1);
  constexpr int count = 100000;
  double sum = 0, squares = 0, lowest = 1, highest = 0;
  for (int i = 0; i < count; ++i) {
    const double x = rng.uniform();
    sum += x;
    squares += x * x;
    lowest = std::min(lowest, x);
    highest = std::max(highest, x);
  }
  // The standard deviation of the mean of n uniform numbers is sqrt(1 / 12 n), and of the mean of their
  // squares sqrt(4 / 45 n). The bounds are five times that.
  CHECK(std::abs(sum / count - 0.5) < 5 * std::sqrt(1.0 / 12 / count));
  CHECK(std::abs(squares / count - 1.0 / 3) < 5 * std::sqrt(4.0 / 45 / count));
  CHECK(lowest >= 0);
  CHECK(highest < 1);
  CHECK(lowest < 1e-3);
  CHECK(highest > 1 - 1e-3);
}

TEST_CASE("normal numbers have mean 0, variance 1 and the right tails") {
  Rng rng(2);
  constexpr int count = 100000;
  double sum = 0, squares = 0, beyond_two = 0, neighbours = 0, previous = 0;
  for (int i = 0; i < count; ++i) {
    const double x = rng.normal();
    sum += x;
    squares += x * x;
    beyond_two += std::abs(x) > 2;
    neighbours += x * previous;
    previous = x;
  }
  const double n = count, tail = std::erfc(std::sqrt(2.0));
  CHECK(std::abs(sum / n) < 5 / std::sqrt(n));
  CHECK(std::abs(squares / n - 1) < 5 * std::sqrt(2 / n));
  CHECK(std::abs(beyond_two / n - tail) < 5 * std::sqrt(tail * (1 - tail) / n));
  CHECK(std::abs(neighbours / n) < 5 / std::sqrt(n));  // neighbours are independent
}

TEST_CASE("whole numbers are equally likely") {
  Rng rng(3);
  constexpr Index bound = 7, count = 70000;
  std::vector<double> seen(bound, 0);
  for (Index i = 0; i < count; ++i) ++seen.at(static_cast<std::size_t>(rng.integer(bound)));
  double chi_square = 0;
  for (double times : seen) chi_square += (times - count / bound) * (times - count / bound) / (count / bound);
  CHECK(chi_square < 6 + 5 * std::sqrt(2.0 * 6));  // mean 6, variance 12
  CHECK(rng.integer(1) == 0);
  // With a bound of 3 * 2^61, 3/8 of all draws repeat values and must be rejected; otherwise the low quarter
  // is twice as likely.
  const Index large = Index{3} << 61;
  int low = 0;
  for (int i = 0; i < 10000; ++i) low += rng.integer(large) < large / 3;
  CHECK(std::abs(low - 10000 / 3.0) < 5 * std::sqrt(10000 * (1 / 3.0) * (2 / 3.0)));
  CHECK_THROWS_WITH(rng.integer(0), "Rng::integer: the bound must be positive, not 0");
}

TEST_CASE("every order of a permutation is equally likely") {
  Rng rng(4);
  std::map<std::vector<Index>, int> seen;
  constexpr int count = 24000;
  for (int i = 0; i < count; ++i) ++seen[rng.permutation(4)];
  CHECK(seen.size() == 24);
  double chi_square = 0;
  for (const auto& [order, times] : seen) chi_square += (times - 1000) * (times - 1000) / 1000.0;
  CHECK(chi_square < 23 + 5 * std::sqrt(2.0 * 23));
  std::vector<Index> order = rng.permutation(1000);
  std::sort(order.begin(), order.end());
  for (Index i = 0; i < 1000; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
  CHECK(rng.permutation(0).empty());
}

TEST_CASE("a saved state continues the same sequence") {
  Rng rng(5);
  rng.normal();  // stores a spare number, which is part of the state
  const std::string state = rng.save();
  Rng other(99);
  other.restore(state);
  CHECK(other.save() == state);
  for (int i = 0; i < 5; ++i) CHECK(other.normal() == rng.normal());
  CHECK(other.bits() == rng.bits());
  for (const char* wrong : {"", "1 2 3 4 5", "1 2 3 4 0 0 0", "x 2 3 4 0 0", "0 0 0 0 0 0"}) {
    CHECK_THROWS_WITH(rng.restore(wrong), "Rng::restore: '" + std::string(wrong) + "' is not a saved state");
  }
  CHECK(rng.bits() == other.bits());  // a rejected state has no effect
}

TEST_CASE("hashed bits are spread evenly, and differ from key to key") {
  constexpr int count = 1 << 16;
  int ones = 0, same = 0, follows = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t bits = hash_bits(17, i);
    ones += std::popcount(bits);
    same += std::popcount(bits ^ hash_bits(18, i));
    follows += std::popcount(bits ^ hash_bits(17, i + 1));
  }
  // Each of the 32 count bits is a coin: mean 16 count, variance 8 count.
  const double mean = 16.0 * count, spread = 5 * std::sqrt(8.0 * count);
  CHECK(std::abs(ones - mean) < spread);
  CHECK(std::abs(same - mean) < spread);
  CHECK(std::abs(follows - mean) < spread);
}

TEST_CASE("random tensors are filled in order, within their bounds") {
  Rng rng(6), twin(6);
  const Tensor normal = random_normal({2, 3}, rng, 10, 2);
  for (Scalar x : normal.to_vector()) CHECK(x == static_cast<Scalar>(std::fma(2, twin.normal(), 10)));
  const Tensor uniform = random_uniform({50}, rng, -3, -1);
  for (Scalar x : uniform.to_vector()) CHECK((x >= -3 && x < -1));
  const Tensor weight = glorot_uniform(20, 30, rng);
  CHECK(weight.shape() == Shape{20, 30});
  const double bound = std::sqrt(6.0 / 50);
  double largest = 0;
  for (Scalar x : weight.to_vector()) largest = std::max(largest, std::abs(static_cast<double>(x)));
  CHECK(largest <= bound);
  CHECK(largest > 0.98 * bound);
}

TEST_CASE("a categorical draw takes each index in proportion to its weight") {
  Rng rng(11);
  const std::vector<Scalar> weights = {0, 1, 0, 3, 4, 0};
  std::vector<int> drawn(weights.size());
  constexpr int count = 80000;
  for (int i = 0; i < count; ++i) ++drawn[static_cast<std::size_t>(rng.categorical(weights))];
  for (std::size_t i = 0; i < weights.size(); ++i) {
    // Five standard deviations of a binomial count.
    const double p = static_cast<double>(weights[i]) / 8;
    CHECK(std::abs(drawn[i] - count * p) <= 5 * std::sqrt(count * p * (1 - p)));
  }
  CHECK(rng.categorical({7}) == 0);
  Rng one(3), two(3);
  for (int i = 0; i < 100; ++i) CHECK(one.categorical({1, 2, 3}) == two.categorical({2, 4, 6}));
  CHECK_THROWS_WITH(rng.categorical({1, -1}),
                    "Rng::categorical: a weight is -1; weights must be 0 or greater");
  CHECK_THROWS_WITH(rng.categorical({std::numeric_limits<Scalar>::quiet_NaN()}),
                    Catch::Contains("Rng::categorical: a weight is nan"));
  CHECK_THROWS_WITH(rng.categorical({0, 0}),
                    "Rng::categorical: the sum of the 2 weights is 0; it must be positive and finite");
  CHECK_THROWS_WITH(rng.categorical({}),
                    "Rng::categorical: the sum of the 0 weights is 0; it must be positive and finite");
}
