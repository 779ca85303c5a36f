#include "tensor/creation.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tutorials/exercise.h"

using namespace heed;
using heed::testing::error_of;

TEST_CASE("an exercise notices one wrong number of an answer, wherever it is", "[exercise]") {
  const Tensor right = tensor({{1, 2, 3}, {4, 5, 6}});
  CHECK(error_of([&] { expect_close("the answer", right.clone(), right, "hint"); }) == "");
  for (Index place = 0; place < right.numel(); ++place) {
    Tensor yours = right.clone();
    yours.mutable_data()[place] += static_cast<Scalar>(0.125);
    CHECK_THAT(error_of([&] { expect_close("the answer", yours, right, "hint"); }),
               Catch::Contains("the answer is") && Catch::EndsWith("\nhint"));
  }
  CHECK_THAT(error_of([&] { expect_close("it", Tensor(), right, ""); }), Catch::Contains("(2, 3)"));
  CHECK(error_of([&] {
          expect_close("it", zeros({3, 2}), right, "");
        }) == "it has shape (3, 2); it should have (2, 3)");
}

TEST_CASE("a prediction may be off by its share and no more, on either side", "[exercise]") {
  for (const double sign : {1.0, -1.0}) {
    CHECK(error_of([&] { expect_predicted("it", sign * 9, sign * 8, 0.125); }) == "");
    CHECK(error_of([&] { expect_predicted("it", sign * 7, sign * 8, 0.125); }) == "");
    CHECK(error_of([&] { expect_predicted("it", sign * 9.1, sign * 8, 0.125); }) != "");
    CHECK(error_of([&] { expect_predicted("it", sign * 6.9, sign * 8, 0.125); }) != "");
  }
}
