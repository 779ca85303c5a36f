#include "tensor/ground/edit_distance.h"
#include "tests/tensor/helpers.h"

using namespace heed;

TEST_CASE("the edit distance counts insertions, deletions and replacements", "[edit_distance]") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("cat", "at") == 1);
  CHECK(edit_distance("at", "cat") == 1);
  CHECK(edit_distance("cat", "cut") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("abcdef", "bcdefa") == 2);
}

TEST_CASE("the edit distance is a distance", "[edit_distance]") {
  Rng rng(1);
  const auto word = [&] {
    std::string letters;
    for (Index i = rng.integer(7); i > 0; --i) letters += static_cast<char>('a' + rng.integer(3));
    return letters;
  };
  for (int round = 0; round < 200; ++round) {
    const std::string a = word(), b = word(), c = word();
    CHECK((edit_distance(a, b) == 0) == (a == b));
    CHECK(edit_distance(a, b) == edit_distance(b, a));
    CHECK(edit_distance(a, c) <= edit_distance(a, b) + edit_distance(b, c));
  }
}
