#include "tensor/ground/text_table.h"
#include "tests/catch.h"

using namespace heed;

TEST_CASE("a text table aligns its columns left or right") {
  CHECK(aligned({{"name", "n", "ms"}, {"a", "12", "3.5"}}) == "name   n   ms\na     12  3.5\n");
  CHECK(aligned({{"7", "a", "b"}, {"10", "long", "c"}}, "rl") == " 7  a     b\n10  long  c\n");
  CHECK(aligned({{"a", "b"}, {"long"}, {}, {"c", ""}}, "l") == "a     b\nlong\n\nc\n");
  CHECK(aligned({}).empty());
}
