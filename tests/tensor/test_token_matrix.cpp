#include "tensor/ground/error.h"
#include "tensor/token_matrix.h"
#include "tests/catch.h"

using namespace heed;

TEST_CASE("a token matrix is written as a list of sentences") {
  const TokenMatrix tokens({{1, 2, 3}, {4, 5, 0}});
  CHECK(tokens.rows == 2);
  CHECK(tokens.columns == 3);
  CHECK(tokens.ids == std::vector<Token>{1, 2, 3, 4, 5, 0});
  CHECK(tokens(1, 0) == 4);
  CHECK(TokenMatrix({{7}}) == TokenMatrix(1, 1, 7));
  CHECK(TokenMatrix{2, 3} == TokenMatrix(2, 3, 0));  // two numbers are a size
  CHECK(tokens.to_string() == "[[1 2 3]\n [4 5 0]]");
  CHECK(TokenMatrix({{-1, 100}}).to_string() == "[[ -1 100]]");
  CHECK(TokenMatrix().to_string() == "[]");
  CHECK_THROWS_WITH(TokenMatrix({{1, 2, 3}, {4, 5}}),
                    "TokenMatrix: sentences of 3 and 2 tokens do not form a matrix; pad the shorter one");
}
