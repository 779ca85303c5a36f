#include "nn/text/alignment.h"
#include "tensor/creation.h"
#include "tensor/files/file.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace heed;

TEST_CASE("alignment: the Pharaoh format is read back, and nothing else is", "[alignment]") {
  const Alignment alignment{{0, 0}, {1, 2}, {12, 3}};
  CHECK(to_string(alignment) == "0-0 1-2 12-3");
  CHECK(parse_alignment(" 0-0  1-2 12-3 ", "here") == alignment);
  CHECK(parse_alignment("", "here").empty());
  for (const char* wrong :
       {"0", "0-", "-1-2", "0--1", "a-b", "0-1x", "0:1", "99999999999999999999-1", "1-2-3"})
    CHECK_THROWS_WITH(parse_alignment(std::string("0-0 ") + wrong, "f:3"),
                      Catch::StartsWith("f:3: '") && Catch::Contains("is not a link such as 0-2"));
  const TemporaryFolder folder;
  write_file(folder.path + "/a.align", {"0-0\n\n1-1 2-0\n"});
  CHECK(read_alignments(folder.path + "/a.align") == std::vector<Alignment>{{{0, 0}}, {}, {{1, 1}, {2, 0}}});
  write_file(folder.path + "/a.align", {"0-0\n0 0\n"});
  CHECK_THROWS_WITH(read_alignments(folder.path + "/a.align"),
                    Catch::Contains("a.align:2: '0' is not a link"));
}

TEST_CASE("alignment: each target word is linked to its largest weight", "[alignment]") {
  CHECK(strongest_links(tensor({{0.1, 0.7, 0.2}, {0.5, 0.5, 0}})) == Alignment{{1, 0}, {0, 1}});
  CHECK(strongest_links(transpose(tensor({{0.1, 0.5}, {0.7, 0.5}}))) == Alignment{{1, 0}, {0, 1}});
  CHECK_THROWS_WITH(strongest_links(tensor({0.1, 0.9})),
                    Catch::Contains("(2,) must be (target words, source words)"));
}

TEST_CASE("alignment error: worked on paper", "[alignment]") {
  AlignmentError error;
  CHECK(error.rate() == 0);
  error.add({{0, 0}, {1, 1}}, {{0, 0}, {1, 1}});
  CHECK(error.rate() == 0);
  error.add({{0, 1}, {1, 1}}, {{0, 0}, {1, 1}, {1, 0}});  // one right of two found and three true
  // In all: 3 right, 4 found, 5 true: 1 - 6 / 9.
  CHECK(error.rate() == Approx(1.0 / 3));
  AlignmentError none, twice;
  none.add({{0, 1}}, {{1, 0}});
  CHECK(none.rate() == 1);
  twice.add({{0, 0}, {0, 0}}, {{0, 0}});  // a link counts once
  CHECK(twice.rate() == 0);
}
