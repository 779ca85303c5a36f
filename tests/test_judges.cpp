// Tests the functions that other tests trust with the verdict: each must notice a difference in the first
// element alone, and in the last alone.
#include "autograd/gradient_check.h"
#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/tensor/helpers.h"

#include <cmath>
#include <limits>

using namespace heed;
using namespace heed::testing;

namespace {

// A row of n ones, with `other` at one place.
Tensor ones_except(Index n, Index place, double other) {
  Tensor x = ones({n});
  x.at(place) = static_cast<Scalar>(other);
  return x;
}

}  // namespace

TEST_CASE("comparisons notice one different element, wherever it is", "[judges]") {
  for (const Index n : {1, 2, 3, 16, 17, 100}) {
    for (const Index place : {Index{0}, n / 2, n - 1}) {
      for (const double other : {1.5, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
        const Tensor x = ones({n}), y = ones_except(n, place, other);
        INFO(n << " elements, " << other << " at " << place);
        CHECK_FALSE(all_close(y, x));
        CHECK_FALSE(all_close(x, y));
        CHECK_FALSE(all_equal(y, x));
        CHECK(all_finite(y) == std::isfinite(other));
        CHECK_FALSE(agree(y, x));
        CHECK_FALSE(agree(x, y));
      }
      CHECK(agree(ones({n}), ones({n})));
    }
  }
  CHECK_FALSE(agree(ones({2, 3}), ones({3, 2})));
}

TEST_CASE("the comparison of thread counts notices one different element", "[judges]") {
  CHECK(same_bits_for_any_thread_count([] { return ones({3}); }));
  for (const Index place : {0, 1, 2}) {
    for (const int count : {1, 2, 3}) {
      INFO("element " << place << " differs with " << count << " threads");
      CHECK_FALSE(same_bits_for_any_thread_count(
          [&] { return ones_except(3, place, thread_count() == count ? 2.0 : 1.0); }));
    }
  }
}

TEST_CASE("the gradient check notices one wrong element, wherever it is", "[judges]") {
  for (const Index place : {0, 1, 4}) {
    INFO("element " << place);
    const auto doubled = [&](const std::vector<Variable>& inputs) {
      const Variable& x = inputs[0];
      return record("doubled", x.value() * 2.0,
                    Edge{x, [&](const Tensor& grad) { return grad * (2.0 * ones_except(5, place, 1.5)); }});
    };
    Rng rng(1);
    CHECK_FALSE(check_gradients(doubled, {leaf(arange(5))}, rng).passed);
  }
}
