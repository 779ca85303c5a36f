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

TEST_CASE("a file without LF has lines that end in CR") {
  CHECK(split_lines("a\rb\r", "f") == Lines{"a", "b"});
  CHECK(split_lines("a\r\rb", "f") == Lines{"a", "", "b"});
  CHECK(split_lines("a\rb\r\n", "f") == Lines{"a", "b"});
  CHECK(split_lines("a\r", "f") == Lines{"a"});
  CHECK(split_lines("a\r\n", "f") == Lines{"a"});
  CHECK(split_lines("a\rb\nc\n", "f") == Lines{"a\rb", "c"});  // a stray CR
  CHECK_THROWS_WITH(split_lines("a\r\xff\r", "f"),
                    Catch::Contains("f:2: not UTF-8 text: byte 1 of the line"));
}

TEST_CASE("the advice fits the kind of file") {
  using namespace std::string_literals;
  const auto advice = [](const std::string& content, const std::string& expected) {
    CHECK_THROWS_WITH(split_lines(content, "f"), Catch::Contains(expected));
  };
  advice(
      "gut\nf\xfcr\n",
      "f:2: not UTF-8 text: byte 2 of the line is 0xfc; convert the file, for example with `iconv -f LATIN1");
  advice("\xff\xfeG\0o\0\n\0"s, "this is UTF-16 text; convert the file with `iconv -f UTF-16 -t UTF-8`");
  advice("\xfe\xff\0G\0o"s, "`iconv -f UTF-16 -t UTF-8`");
  advice("G\0o\0\n\0"s, "`iconv -f UTF-16LE -t UTF-8`");
  advice("\0G\0o\0\n"s, "`iconv -f UTF-16BE -t UTF-8`");
  advice("\xff\xfe\0\0G\0\0\0"s, "`iconv -f UTF-32 -t UTF-8`");
  advice(
      "\x1f\x8b\x08\0\0"s,
      "f:1: not UTF-8 text: byte 2 of the line is 0x8b; this is a gzip file; unpack it first with `gunzip`");
  advice("PK\x03\x04\x14\0"s, "`unzip`");
  advice("BZh91AY&SY\xff", "`bunzip2`");
  advice(
      "\xfd"
      "7zXZ\0"s,
      "`unxz`");
  advice("\x28\xb5\x2f\xfd\x04", "`unzstd`");
  advice(
      "\x7f"
      "ELF\x02\x01\x01\0\0\0"s,
      "this is not a text file");
}

TEST_CASE("lines that are not UTF-8 can be reported one by one, and are then empty") {
  std::vector<std::string> problems;
  CHECK(split_lines("a\n\xff\nb\xfc\nc", "f", [&](const std::string& problem) {
          problems.push_back(problem);
        }) == Lines{"a", "", "", "c"});
  REQUIRE(problems.size() == 2);
  CHECK_THAT(problems[0], Catch::StartsWith("f:2: not UTF-8 text: byte 1"));
  CHECK_THAT(problems[1], Catch::StartsWith("f:3: not UTF-8 text: byte 2"));
}
