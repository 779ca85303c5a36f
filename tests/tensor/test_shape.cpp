#include "tensor/ground/error.h"
#include "tensor/shape.h"
#include "tests/catch.h"

using namespace heed;
using Catch::Contains;

TEST_CASE("a shape counts its elements and prints like a tuple") {
  CHECK(Shape{}.to_string() == "()");
  CHECK(Shape{5}.to_string() == "(5,)");
  CHECK(Shape{2, 3}.to_string() == "(2, 3)");
  CHECK(Shape{}.numel() == 1);
  CHECK(Shape{2, 3, 4}.numel() == 24);
  CHECK(Shape{2, 0, 4}.numel() == 0);
  CHECK(Shape{2, 3}.rank() == 2);
  CHECK(Shape::filled(3, 7) == Shape{7, 7, 7});
}

TEST_CASE("shapes are equal if all sizes are, whatever is stored after the last axis") {
  CHECK(Shape{2, 3} == Shape{2, 3});
  CHECK_FALSE(Shape{2, 3} == Shape{3, 2});
  CHECK_FALSE(Shape{2} == Shape{2, 1});
  CHECK_FALSE(Shape{} == Shape{1});
  CHECK(Shape{2, 3, 4}.erase(2) == Shape{2, 3});
}

TEST_CASE("axes count from either end") {
  const Shape shape{4, 5, 6};
  CHECK(shape.size(0) == 4);
  CHECK(shape.size(-1) == 6);
  CHECK(shape.size(-3) == 4);
  CHECK(shape.normalize("sum", 2) == 2);
  CHECK_THROWS_WITH(shape.size(3), "size: axis 3 does not exist in shape (4, 5, 6)");
  CHECK_THROWS_WITH(shape.size(-4), "size: axis -4 does not exist in shape (4, 5, 6)");
  CHECK_THROWS_WITH(Shape{}.size(0), "size: axis 0 does not exist in shape ()");
}

TEST_CASE("axes are inserted and erased") {
  CHECK(Shape{2, 3}.insert(0, 7) == Shape{7, 2, 3});
  CHECK(Shape{2, 3}.insert(1, 7) == Shape{2, 7, 3});
  CHECK(Shape{2, 3}.insert(2, 7) == Shape{2, 3, 7});
  CHECK(Shape{}.insert(0, 7) == Shape{7});
  CHECK(Shape{2, 3, 4}.erase(0) == Shape{3, 4});
  CHECK(Shape{2, 3, 4}.erase(1) == Shape{2, 4});
}

TEST_CASE("the strides of row-major order") {
  CHECK(contiguous_strides({2, 3, 4}) == Shape{12, 4, 1});
  CHECK(contiguous_strides({5}) == Shape{1});
  CHECK(contiguous_strides({}) == Shape{});
}

TEST_CASE("an impossible shape is rejected") {
  CHECK_THROWS_WITH((Shape{2, -1}), "shape (2, -1): a size cannot be negative");
  const std::string too_many =
      text("a tensor has at most ", Shape::max_rank, " axes, not ", Shape::max_rank + 1);
  CHECK_THROWS_WITH(Shape::filled(Shape::max_rank + 1, 1), too_many);
  CHECK_THROWS_WITH(Shape::filled(Shape::max_rank, 1).insert(0, 1), too_many);
  CHECK_THROWS_WITH((Shape{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}),
                    text("a tensor has at most ", Shape::max_rank, " axes, not 10"));
  const Index huge = Index{1} << 40;
  CHECK_THROWS_WITH((Shape{huge, huge}.numel()),
                    "shape (1099511627776, 1099511627776) has too many elements to count");
}

TEST_CASE("shapes broadcast from the last axis, where a size of 1 stretches") {
  struct Case {
    Shape a, b, result;
  };
  for (const Case& c : {Case{{2, 3}, {2, 3}, {2, 3}}, Case{{2, 3}, {3}, {2, 3}}, Case{{2, 1}, {1, 3}, {2, 3}},
                        Case{{}, {2, 3}, {2, 3}}, Case{{4, 1, 3}, {2, 1}, {4, 2, 3}}, Case{{1}, {0}, {0}},
                        Case{{2, 0}, {1, 1}, {2, 0}}, Case{{1, 1, 1}, {5}, {1, 1, 5}}}) {
    CHECK(broadcast("test", c.a, c.b) == c.result);
    CHECK(broadcast("test", c.b, c.a) == c.result);
  }
  CHECK_THROWS_WITH(
      broadcast("+", {2, 3}, {4, 3}),
      "+: shapes (2, 3) and (4, 3) do not broadcast: sizes 2 and 4 at axis -2 differ and neither is 1");
  CHECK_THROWS_WITH(broadcast("+", {3}, {4, 2, 5}), Contains("sizes 3 and 5 at axis -1"));
  CHECK_THROWS_WITH(broadcast("+", {0}, {2}), Contains("sizes 0 and 2 at axis -1"));
}
