// Tests that weaving fills a page from source and run, finds stale blocks, and rejects a page
// that is wrong.
#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"
#include "tutorials/weave/compare.h"
#include "tutorials/weave/page.h"

#include <filesystem>

using namespace heed;
using namespace heed::weave;
using Catch::Contains;

namespace {

// A lesson with two steps, a value and a figure, recorded.
struct SmallLesson {
  SmallLesson() {
    std::filesystem::create_directories(folder / "lesson/figures");
    std::filesystem::create_directories(folder / "record/figures");
    folder.file("lesson/main.cpp",
                "int f(int x) {\n  return x;\n}\n\nint main() {\n  // [sum]\n  int a = 1;\n    // [inner]\n  "
                "  int b = "
                "2;\n    // [/inner]\n  // [/sum]\n  // [open]\n}\n");
    folder.file("record/output.txt", "Lesson\n\n## One\nshare 0.25\n\n## Two\nnothing\n");
    folder.file("record/values.tsv", "share\t25 %\n");
    folder.file("record/figures/f.svg", "<svg width=\"10\" fill=\"#102030\"/>");
  }

  Woven weave(const std::string& page) const {
    return heed::weave::weave(page, folder / "lesson", Sources(folder / "lesson", folder / "record"));
  }

  TemporaryFolder folder;
};

const std::string frame_begin = "# Page\n\n## One\n";
const std::string frame_end =
    "\n## Two\n<!-- figure: f.svg | a box -->\n![a box](figures/f.svg)\n<!-- end -->\n";

std::string around(const std::string& block) { return frame_begin + block + frame_end; }

}  // namespace

TEST_CASE("weaving fills empty blocks, and a second weaving changes nothing", "[weave]") {
  const SmallLesson lesson;
  const std::string empty = around(
      "<!-- code: sum -->\n<!-- end -->\nIt is <!-- value: share --><!-- end --> or <!-- value: share -->9 "
      "%<!-- end "
      "-->.\n<!-- output: One -->\n<!-- end -->\n");
  const Woven woven = lesson.weave(empty);
  REQUIRE(woven.stale.size() == 5);
  REQUIRE(woven.figures == std::vector<std::string>{"f.svg"});
  REQUIRE(
      woven.page ==
      around(
          "<!-- code: sum -->\n```cpp\nint a = 1;\n  int b = 2;\n```\n<!-- end -->\nIt is <!-- value: share "
          "-->25 %<!-- end --> or <!-- value: share -->25 %<!-- end -->.\n<!-- output: One "
          "-->\n```text\nshare "
          "0.25\n```\n<!-- end -->\n"));
  lesson.folder.file("lesson/figures/f.svg", "<svg width=\"10\" fill=\"#102030\"/>");
  const Woven again = lesson.weave(woven.page);
  REQUIRE(again.stale.empty());
  REQUIRE(again.page == woven.page);
}

TEST_CASE("a marked part comes before a definition that begins with the same word", "[weave]") {
  const SmallLesson lesson;
  lesson.folder.file("lesson/main.cpp",
                     "double mean(int x) {\n  return x;\n}\n\nint main() {\n  // [double]\n  int a = 2;\n  "
                     "// [/double]\n}\n");
  const Sources sources(lesson.folder / "lesson", lesson.folder / "record");
  REQUIRE(sources.code("main.cpp", "double") == "int a = 2;\n");
  REQUIRE(sources.code("main.cpp", "double mean") == "double mean(int x) {\n  return x;\n}\n");
}

TEST_CASE("a line of text may begin and end with a value", "[weave]") {
  const SmallLesson lesson;
  const std::string line =
      "<!-- value: share | within 20 % -->29 %<!-- end --> or <!-- value: share -->25 %<!-- end -->\n";
  REQUIRE_THAT(lesson.weave(around(line)).page, Contains("\n" + line));
}

TEST_CASE("a block that still agrees is left unchanged; a stale block is named with its line", "[weave]") {
  const SmallLesson lesson;
  lesson.folder.file("lesson/figures/f.svg", "<svg width=\"10.005\" fill=\"#122131\"/>");
  const std::string nearly = around("<!-- output: One -->\n```text\nshare 0.2502\n```\n<!-- end -->\n");
  REQUIRE(lesson.weave(nearly).page == nearly);
  REQUIRE(lesson.weave(nearly).stale.empty());
  const std::string wrong = around("<!-- output: One -->\n```text\nshare 0.3\n```\n<!-- end -->\n");
  REQUIRE(lesson.weave(wrong).stale ==
          std::vector<std::string>{"line 4: output 'One': line 2: '0.3' became '0.25'"});
  const std::string wide =
      around("<!-- output: One | within 20 % -->\n```text\nshare 0.3\n```\n<!-- end -->\n");
  REQUIRE(lesson.weave(wide).stale.empty());
  const std::string code = around("<!-- code: inner -->\n```cpp\nint b = 2.0;\n```\n<!-- end -->\n");
  REQUIRE_THAT(lesson.weave(code).stale.at(0), Contains("code 'inner'"));
  lesson.folder.file("lesson/figures/f.svg", "<svg width=\"11\" fill=\"#102030\"/>");
  REQUIRE(lesson.weave(nearly).figures == std::vector<std::string>{"f.svg"});
}

TEST_CASE("definitions are quoted from any file", "[weave]") {
  const SmallLesson lesson;
  const Woven woven = lesson.weave(around("<!-- code: main.cpp | int f( -->\n<!-- end -->\n"));
  REQUIRE_THAT(woven.page, Contains("```cpp\nint f(int x) {\n  return x;\n}\n```"));
  REQUIRE_THAT(
      lesson.weave(around("<!-- code: tutorials/weave/page.h | struct Woven -->\n<!-- end -->\n")).page,
      Contains("std::vector<std::string> stale;"));
}

TEST_CASE("weaving rejects a page that is wrong, and names the line", "[weave]") {
  const SmallLesson lesson;
  const auto refuses = [&](const std::string& page, const std::string& message) {
    INFO(page);
    REQUIRE_THROWS_WITH(lesson.weave(page), Contains(message));
  };
  refuses(around("<!-- code: sum -->\n"), "README.md:4: the block has no <!-- end -->");
  refuses(around("<!-- code: none -->\n<!-- end -->\n"), "no // [none]");
  refuses(around("<!-- code: open -->\n<!-- end -->\n"), "// [/open] is missing");
  refuses(around("<!-- output: Three -->\n<!-- end -->\n"), "no step 'Three'; it has 'One', 'Two'");
  refuses(around("x <!-- value: other --><!-- end -->\n"), "README.md:4: the program has no value 'other'");
  refuses(around("x <!-- value: share -->\n"), "README.md:4: a value has no <!-- end -->");
  refuses(around("<!-- figure: g.svg | words -->\n<!-- end -->\n"),
          "draws no figure 'g.svg'; it draws 'f.svg'");
  refuses(around("<!-- figure: f.svg -->\n<!-- end -->\n"), "a figure reads");
  refuses(around("<!-- output: One | within 5 %, some words -->\n<!-- end -->\n"),
          "perhaps with ', any words'");
  refuses(around("<!-- output: One | within much -->\n<!-- end -->\n"), "a tolerance reads");
  refuses("# Page\n## Two\n## One\n", "'Two' has no heading");
  refuses("# Page\n## One\n## Two\n", "figure 'f.svg' is drawn but not shown");
}

TEST_CASE("texts are compared exactly, numbers nearly", "[weave]") {
  REQUIRE(difference("a 0.25 b", "a 0.25 b").empty());
  REQUIRE(difference("loss  0.2500", "loss 0.25").empty());  // a column that has grown
  REQUIRE(difference("0.5", "0.5001").empty());              // one more digit, nearly the same
  REQUIRE(difference("0.0001", "0.0002").empty());           // the last of four decimals
  REQUIRE(difference("1.5e-07", "1.5001e-07").empty());
  REQUIRE(difference("-3", "-3.001").empty());
  REQUIRE(difference("7 words", "8 words") == "line 1: '7' became '8'");
  REQUIRE(difference("0.5", "0.6") == "line 1: '0.5' became '0.6'");
  REQUIRE(difference("a\nb 1", "a\nc 1") == "line 2: 'b' became 'c'");
  REQUIRE(difference("3", "-3") == "line 1: '3' became '-3'");
  REQUIRE(difference("GRU-2", "GRU-3") == "line 1: '2' became '3'");
  REQUIRE(difference("a", "a\nb") == "line 1: the end became the end of the line");
  REQUIRE(difference("(1, 3)", "(3, 1)") == "line 1: '1' became '3'");
  REQUIRE(difference("1.2", "1.3", {0.1, 0}).empty());
  REQUIRE(difference("0.01", "0.03", {0.1, 0.02}).empty());
  REQUIRE_FALSE(difference("0.01", "0.04", {0.1, 0.02}).empty());
  REQUIRE(difference("#102030", "#112230").empty());
  REQUIRE_FALSE(difference("#102030", "#182030").empty());
}

TEST_CASE("weave: words that a model draws may differ, but not the numbers and lines around them") {
  const weave::Tolerance drawn{.relative = 0.1, .any_words = true};
  CHECK(weave::difference("loss 1.0\nmia leo", "loss 1.05\ntom", drawn).empty());
  CHECK_FALSE(weave::difference("loss 1.0\nmia leo", "loss 1.5\nmia leo", drawn).empty());
  CHECK_FALSE(weave::difference("loss 1.0\nmia leo", "loss 1.0\nmia\nleo", drawn).empty());
  CHECK_FALSE(weave::difference("loss 1.0\nmia", "loss 1.0\ntom", {.relative = 0.1}).empty());
}
