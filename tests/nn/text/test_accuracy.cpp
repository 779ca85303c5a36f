#include "nn/text/accuracy.h"
#include "tests/catch.h"

using namespace heed;

TEST_CASE("token accuracy adds up batches and ignores padding in the target") {
  TokenMatrix predicted(2, 3), target(2, 3);
  predicted.ids = {5, 6, 3, /**/ 7, 3, 0};
  target.ids = {5, 9, 3, /**/ 8, 3, 0};
  TokenAccuracy accuracy;
  CHECK(accuracy.value() == 0);
  accuracy.add(predicted, target);
  CHECK(accuracy.right == 3);
  CHECK(accuracy.total == 5);
  accuracy.add(target, target);
  CHECK(accuracy.value() == 0.8);  // (3 + 5) / (5 + 5)
  CHECK_THROWS_WITH(accuracy.add(predicted, TokenMatrix(3, 2)),
                    "token accuracy: predictions of size (2, 3) for targets of size (3, 2)");
}

TEST_CASE("exact matches are sentences that equal their references word for word") {
  CHECK(exact_matches({{"a", "b"}, {"a"}, {}, {"a b"}}, {{"a", "b"}, {"a", "c"}, {}, {"a", "b"}}) == 0.5);
  CHECK(exact_matches({}, {}) == 0);
  CHECK_THROWS_WITH(exact_matches({{"a"}}, {}), "exact matches: 1 hypotheses for 0 references");
}
