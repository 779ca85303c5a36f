#include "tensor/ground/format.h"
#include "tests/catch.h"

#include <cstdlib>
#include <limits>

using namespace heed;

TEST_CASE("format: exact text reads back as the same number, and is the shortest that does", "[format]") {
  CHECK(exact(0.1) == "0.1");
  CHECK(exact(1) == "1");
  CHECK(exact(-1e30) == "-1e+30");
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double x : {1.0 / 3, 2.0 / 3e20, std::numeric_limits<double>::denorm_min(),
                         std::numeric_limits<double>::max(), infinity, -infinity}) {
    CHECK(std::strtod(exact(x).c_str(), nullptr) == x);
  }
}

TEST_CASE("format: decimals rounds to the requested number of places", "[format]") {
  CHECK(decimals(2.345, 1) == "2.3");
  CHECK(decimals(2.96, 1) == "3.0");
  CHECK(decimals(-0.5, 2) == "-0.50");
  CHECK(decimals(1e20, 0) == "100000000000000000000");
  CHECK(decimals(std::numeric_limits<double>::max(), 3).size() == 309 + 4);
}

TEST_CASE("format: large numbers are grouped by threes", "[format]") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(999.6) == "1,000");
  CHECK(grouped(-1234) == "-1,234");
  CHECK(grouped(-123) == "-123");
  CHECK(grouped(1234567) == "1,234,567");
}

TEST_CASE("format: durations are in seconds, minutes or hours", "[format]") {
  CHECK(duration(0.4) == "0 s");
  CHECK(duration(59.4) == "59 s");
  CHECK(duration(59.6) == "1 min 0 s");
  CHECK(duration(3600) == "1 h 0 min");
  CHECK(duration(7500) == "2 h 5 min");
}
