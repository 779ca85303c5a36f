#include "tensor/raw/fold.h"
#include "tests/catch.h"

#include <cmath>
#include <vector>

using namespace heed;
using namespace heed::kernel;

// Rows of every length around one, two and four vectors, for the vector size of this machine.
TEST_CASE("the maximum of a row is found at any index", "[values]") {
  for (Index count = 1; count <= 70; ++count) {
    for (Index place = 0; place < count; ++place) {
      std::vector<Scalar> row(static_cast<std::size_t>(count), Scalar{-3});
      row[static_cast<std::size_t>(place)] = -2;
      REQUIRE(max_row(row.data(), count) == -2);
      row[static_cast<std::size_t>(place)] = std::numeric_limits<Scalar>::quiet_NaN();
      REQUIRE(std::isnan(max_row(row.data(), count)));
    }
  }
  CHECK(max_row(nullptr, 0) == minus_infinity);
}

TEST_CASE("the sum of a row includes every value once", "[values]") {
  for (Index count = 0; count <= 70; ++count) {
    std::vector<Scalar> row;
    for (Index i = 0; i < count; ++i) row.push_back(static_cast<Scalar>(i + 1));
    CHECK(sum_row(row.data(), count) ==
          static_cast<Scalar>(count * (count + 1) / 2));  // small whole numbers: exact
  }
}

TEST_CASE("the dot product of two rows includes every pair once", "[values]") {
  for (Index count = 0; count <= 70; ++count) {
    std::vector<Scalar> x, y;
    Index expected = 0;
    for (Index i = 0; i < count; ++i) {
      x.push_back(static_cast<Scalar>(i % 5 + 1));
      y.push_back(static_cast<Scalar>(i));
      expected += (i % 5 + 1) * i;
    }
    CHECK(dot_rows(x.data(), y.data(), count) == static_cast<Scalar>(expected));
  }
}
