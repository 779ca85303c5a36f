// Where the time goes: every nanosecond is counted in exactly one row.
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/watch/profile.h"
#include "tensor/creation.h"
#include "tests/catch.h"

using namespace heed;

namespace {

// A clock whose n-th call returns n^2, so that each interval has a different length: the n-th, 2 n + 1.
Nanoseconds asked = 0;
Nanoseconds square_clock() {
  ++asked;
  return asked * asked;
}

const ProfileReport::Row& find(const ProfileReport& report, const std::string& operation,
                               const std::vector<std::string>& modules) {
  for (const ProfileReport::Row& row : report.rows) {
    if (row.operation == operation && row.modules == modules) return row;
  }
  FAIL("no row for " << operation);
  return report.rows.front();
}

}  // namespace

TEST_CASE("a profile gives each operation the time up to its result, and all other time to the outside",
          "[profile]") {
  const Variable x = ones({3, 2}), w = leaf(ones({4, 2}));
  asked = 0;
  Profile profile(square_clock);  // call 1 of the clock
  Variable loss;
  {
    const Scope layer("layers.1");  // 2
    {
      const Scope inner("in");                    // 3
      loss = sum(linear(x, w));                   // linear 4, sum 5
    }                                             // 6
  }                                               // 7
  loss.backward();                                // before and after sum 8, 9; linear 10, 11
  const ProfileReport report = profile.report();  // 12
  CHECK(asked == 12);
  CHECK(report.total == 12 * 12 - 1);
  Nanoseconds sum = 0;
  for (const ProfileReport::Row& row : report.rows) sum += row.time();
  CHECK(sum == report.total);
  REQUIRE(report.rows.size() == 5);

  const std::vector<std::string> inner{"layers.1", "in"};
  const ProfileReport::Row& product = find(report, "linear", inner);
  CHECK(product.calls == 1);
  CHECK(product.forward == 4 * 4 - 3 * 3);
  CHECK(product.backward == 11 * 11 - 10 * 10);
  CHECK(product.multiply_adds == 2 * 3 * 2 * 4);  // x w^T, and grad^T x; x needs none
  CHECK(product.bytes == 3 * 4 * static_cast<Index>(sizeof(Scalar)));
  CHECK(find(report, "sum", inner).forward == 5 * 5 - 4 * 4);
  CHECK(find(report, "sum", inner).backward == 9 * 9 - 8 * 8);
  CHECK(find(report, "sum", inner).multiply_adds == 0);
  CHECK(find(report, ProfileReport::outside, inner).forward == 6 * 6 - 5 * 5);
  CHECK(find(report, ProfileReport::outside, {"layers.1"}).forward == (3 * 3 - 2 * 2) + (7 * 7 - 6 * 6));
  CHECK(find(report, ProfileReport::outside, {}).forward ==
        (2 * 2 - 1) + (8 * 8 - 7 * 7) + (10 * 10 - 9 * 9) + (12 * 12 - 11 * 11));
}

TEST_CASE("a profile continues after a report, and counts operations that are not recorded", "[profile]") {
  Profile profile;
  const Variable x = leaf(ones({5}));
  for (int round = 1; round <= 2; ++round) {
    {
      const NoGrad none;
      exp(x);
    }
    exp(x);
    const ProfileReport report = profile.report();
    CHECK(find(report, "exp", {}).calls == 2 * round);
    Nanoseconds sum = 0;
    for (const ProfileReport::Row& row : report.rows) sum += row.time();
    CHECK(sum == report.total);
  }
}

TEST_CASE("a profile no longer observes after the end of its scope", "[profile]") {
  {
    const Profile profile;
    CHECK(Observer::any());
  }
  CHECK(!Observer::any());
  asked = 0;
  { const Profile profile(square_clock); }
  const Scope nobody("watches");
  CHECK(asked == 1);
}

TEST_CASE("a profile's tables", "[profile]") {
  ProfileReport report;
  report.total = 10'000'000;
  report.rows = {{"linear", {"encoder", "layers.0"}, 2, 2'000'000, 4'000'000, 60'000'000, 4'000'000},
                 {"exp", {"encoder"}, 10, 1'500'000, 450'000, 0, 1'234'000},
                 {"linear", {"output"}, 1, 1'000'000, 0, 1'000'000, 1'000'000},
                 {ProfileReport::outside, {}, 0, 1'000'000, 0, 0, 0},
                 {"exp", {"tiny"}, 1, 50'000, 0, 0, 0}};
  CHECK(report.to_string() ==
        "operation             calls  forward ms  backward ms  share %  G multiply-adds/s  MB made\n"
        "linear                    3       3.000        4.000     70.0               8.71    5.000\n"
        "exp                      11       1.550        0.450     20.0                       1.234\n"
        "(outside operations)      0       1.000        0.000     10.0\n"
        "all                      14       5.550        4.450    100.0               6.10    6.234\n"
        "\n"
        "module             calls  forward ms  backward ms  share %  G multiply-adds/s  MB made\n"
        "encoder               12       3.500        4.450     79.5               7.55    5.234\n"
        "  layers.0             2       2.000        4.000     60.0              10.00    4.000\n"
        "output                 1       1.000        0.000     10.0               1.00    1.000\n"
        "(and 1 below 1 %)\n");
  CHECK(ProfileReport{}.to_string().find("nan") == std::string::npos);
}
