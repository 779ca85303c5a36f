#include "nn/text/lines.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace heed;
using Lines = std::vector<std::string>;

TEST_CASE("lines end with LF or CRLF, and the last may lack its end") {
  CHECK(split_lines("", "f") == Lines{});
  CHECK(split_lines("\n", "f") == Lines{""});
  CHECK(split_lines("a", "f") == Lines{"a"});
  CHECK(split_lines("a\nb\n", "f") == Lines{"a", "b"});
  CHECK(split_lines("a\r\n\r\nb\r\n", "f") == Lines{"a", "", "b"});
  CHECK(split_lines("a\n\nb", "f") == Lines{"a", "", "b"});
}

TEST_CASE("a byte order mark is not part of the first line") {
  CHECK(split_lines("\xef\xbb\xbf"
                    "a\n\xef\xbb\xbf"
                    "b\n",
                    "f") == Lines{"a",
                                  "\xef\xbb\xbf"
                                  "b"});
}

TEST_CASE("text that is not UTF-8 is reported with file, line and byte") {
  const TemporaryFolder folder;
  const std::string latin = folder.file("latin.de", "gut\nf\xc3\xbcr S\xfc\xdf\n");
  CHECK_THROWS_WITH(read_lines(latin),
                    latin +
                        ":2: not UTF-8 text: byte 7 of the line is 0xfc; convert the file, "
                        "for example with `iconv -f LATIN1 -t UTF-8`");
  using Catch::Contains;
  CHECK_THROWS_WITH(split_lines({"a\0b", 3}, "f"),
                    Contains("f:1: not UTF-8 text: byte 2 of the line is 0x00"));
  CHECK_THROWS_WITH(split_lines({"\xff\xfe"
                                 "a\0",
                                 4},
                                "f"),
                    Contains("f:1: not UTF-8 text: byte 1 of the line"));
  CHECK_THROWS_WITH(split_lines("\xef\xbb\xbfx\xff", "f"),
                    Contains("f:1: not UTF-8 text: byte 2 of the line"));
}
