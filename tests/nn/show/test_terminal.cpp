#include "nn/show/glyphs.h"
#include "nn/show/terminal.h"
#include "nn/show/width.h"
#include "tests/catch.h"

#include <cstdlib>
#include <fcntl.h>
#include <regex>
#include <sstream>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace heed::show;
using heed::Index;

namespace {

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

std::string without_colour(const std::string& text) {
  return std::regex_replace(text, std::regex("\033\\[[0-9;]*m"), "");
}

HeatMap unit_map(const std::vector<std::string>& rows, const std::vector<std::string>& columns) {
  HeatMap map;
  map.row_labels = rows;
  map.column_labels = columns;
  map.matrix = {static_cast<Index>(rows.size()), static_cast<Index>(columns.size()), {}};
  for (Index i = 0; i < map.matrix.rows; ++i) {
    for (Index j = 0; j < map.matrix.columns; ++j) map.matrix.values.push_back(i == j);
  }
  map.high = 1;
  return map;
}

}  // namespace

TEST_CASE("every code point has its width: one more or fewer at the end of any range is noticed", "[show]") {
  // All assigned code points of East_Asian_Width W and F (Unicode 14) are 2 wide, except combining marks among
  // them. `sums` are the sums of the code points modulo 1000003.
  std::uint64_t counts[3] = {}, sums[3] = {};
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    const int width = code_point_width(c);
    REQUIRE((width >= 0 && width <= 2));
    ++counts[width];
    sums[width] += c;
  }
  CHECK(counts[0] == 4841);
  CHECK(sums[0] % 1000003 == 224402);
  CHECK(counts[2] == 191899);
  CHECK(sums[2] % 1000003 == 410395);
}

TEST_CASE("glyphs are as wide as a terminal draws them", "[show]") {
  CHECK(label_width("größer") == 6);
  CHECK(label_width("gro\u0308ßer") == 6);  // ö from o and a combining mark
  CHECK(label_width("漢字かな") == 8);
  CHECK(label_width("한국") == 4);
  CHECK(label_width("👩‍👩‍👧") == 2);  // three people, one glyph
  CHECK(label_width("👍🏽") == 2);
  CHECK(label_width("🇩🇪🇫🇷") == 4);
  CHECK(label_width("❤\uFE0F") == 2);
  CHECK(label_width("1\uFE0F\u20E3") == 2);
  CHECK(label_width("a\u200Db") == 2);  // a joiner joins emoji only
  CHECK(label_width("👩\u200Db") == 3);
  CHECK(label_width("हूँ") == 1);
  CHECK(fit("a\u200Dbc", 2) == "a\u200D…");
  CHECK(label_width("שלום") == 4);
  CHECK(label_width("a\x1b[31mb") == 7);  // the escape is one visible U+FFFD
  CHECK(label_width("\xe6\xbc") == label_width("\uFFFD") * 2);
  CHECK(fit("abc", 5) == "abc  ");
  CHECK(fit("abc", 5, true) == "  abc");
  CHECK(fit("漢字かな", 6) == "漢字… ");  // a wide glyph does not fit half
  CHECK(fit("abc", 0).empty());
}

TEST_CASE("plain heat maps are aligned with any labels", "[show]") {
  const std::vector<std::string> words{"the",         "größer", "漢字かな", "👩‍👩‍👧!",
                                       "\x1b[31mred", "שלום"};
  const std::string text = heat_map_text(unit_map(words, words), {false, 80});
  CHECK(text.find('\033') == std::string::npos);
  int rows = 0;
  for (const std::string& line : lines(text)) {
    const std::size_t bar = line.find('|');
    if (bar == std::string::npos) continue;
    INFO(line);
    CHECK(label_width(line.substr(0, bar)) == 10);  // 漢字かな or �[31mred takes 8, and two blanks
    CHECK(line.size() - bar == 2 + 2 * words.size());
    const std::string cells = line.substr(bar + 1, 2 * words.size());
    CHECK(cells.find("@@") == static_cast<std::size_t>(2 * rows));  // 1 is the darkest shade, 0 is blank
    CHECK(cells.find_last_not_of(' ') == static_cast<std::size_t>(2 * rows + 1));
    ++rows;
  }
  CHECK(rows == 6);
}

TEST_CASE("column labels are written downward and end above their columns", "[show]") {
  const std::vector<std::string> text =
      lines(heat_map_text(unit_map({"a", "b", "c"}, {"x", "漢字", "yz"}), {false, 80}));
  REQUIRE(text.size() >= 3);
  CHECK(text[0] == "      漢y");
  CHECK(text[1] == "    x 字z");
  CHECK(text[2] == "a  |@@    |");
}

TEST_CASE("forty columns fit into eighty, with numbers where words do not fit", "[show]") {
  std::vector<std::string> words;
  for (int i = 0; i < 40; ++i) words.push_back((i == 7 ? "漢" : "Donaudampfschiff") + std::to_string(i));
  for (const bool colour : {false, true}) {
    const std::string text = without_colour(heat_map_text(unit_map(words, words), {colour, 80}));
    for (const std::string& line : lines(text)) {
      INFO(line);
      CHECK(label_width(line) <= 80);
    }
    CHECK(text.find("0123456789012345678901234567890123456789") != std::string::npos);
    CHECK(text.find("7 漢7") != std::string::npos);  // in the legend
    CHECK(text.find("39 Donaudampfschiff39") != std::string::npos);
  }
}

TEST_CASE("in colour every line shows two rows, with a label on each side", "[show]") {
  const std::string text = heat_map_text(unit_map({"one", "漢", "three"}, {}), {true, 80});
  CHECK(text.find("\033[0m") != std::string::npos);
  HeatMap map = unit_map({"one", "漢", "three"}, {"a", "b", "c"});
  const std::string coloured = heat_map_text(map, {true, 80});
  // Upper row as ink, lower row as paper: (1, 0) is light above dark.
  CHECK(coloured.find("\033[38;2;251;241;99m\033[48;2;49;0;82m▀▀\033[38;2;49;0;82m\033[48;2;251;241;99m▀▀") !=
        std::string::npos);
  const std::vector<std::string> plain = lines(without_colour(coloured));
  REQUIRE(plain.size() == 4);
  CHECK(plain[1] == "  one ▀ ▀▀▀▀▀▀ ▄ 漢");
  CHECK(plain[2] == "three ▀ ▀▀▀▀▀▀");
}

TEST_CASE("a palette of 256 colours uses the nearest colours, lighter for larger values", "[show]") {
  const HeatMap map = unit_map({"one"}, {"a"});
  const std::string text = heat_map_text(map, {true, 80, true});
  CHECK(text.find("\033[38;5;227m▀▀") !=
        std::string::npos);  // (251, 241, 99): (255, 255, 95) is 16 + 36 x 5 + 6 x 5 + 1
  CHECK(without_colour(text) == without_colour(heat_map_text(map, {true, 80})));
  const std::string key = lines(text).back();
  const std::regex code("\033\\[48;5;([0-9]+)m");
  std::vector<double> lights;  // rough lightness of the cube's colours: green is bright, blue is not
  for (std::sregex_iterator found(key.begin(), key.end(), code), end; found != end; ++found) {
    const int cube = std::stoi((*found)[1]) - 16;
    REQUIRE((cube >= 0 && cube < 216));
    lights.push_back(3 * (cube / 36) + 6 * (cube / 6 % 6) + cube % 6);
  }
  REQUIRE(lights.size() == 20);
  for (std::size_t i = 4; i < lights.size(); ++i) CHECK(lights[i] > lights[i - 4]);
}

TEST_CASE("colour is used on terminals that have it, unless NO_COLOR is set", "[show]") {
  setenv("COLORTERM", "truecolor", 1);
  setenv("TERM", "xterm", 1);
  unsetenv("NO_COLOR");
  std::FILE* file = std::tmpfile();
  REQUIRE(file != nullptr);
  CHECK_FALSE(terminal(file).colour);
  CHECK(terminal(file).columns == 80);
  std::fclose(file);

  const int master = posix_openpt(O_RDWR | O_NOCTTY);  // a new terminal
  REQUIRE(master >= 0);
  REQUIRE(grantpt(master) == 0);
  REQUIRE(unlockpt(master) == 0);
  std::FILE* screen = std::fopen(ptsname(master), "w");
  REQUIRE(screen != nullptr);
  winsize size{};
  size.ws_row = 24;
  size.ws_col = 133;
  REQUIRE(ioctl(master, TIOCSWINSZ, &size) == 0);
  CHECK(terminal(screen).colour);
  CHECK_FALSE(terminal(screen).palette);
  CHECK(terminal(screen).columns == 133);
  setenv("TERM", "dumb", 1);  // as in Emacs, which hands COLORTERM on
  CHECK_FALSE(terminal(screen).colour);
  setenv("NO_COLOR", "1", 1);
  CHECK_FALSE(terminal(screen).colour);
  unsetenv("NO_COLOR");
  unsetenv("COLORTERM");
  setenv("TERM", "vt100", 1);
  CHECK_FALSE(terminal(screen).colour);
  setenv("TERM", "screen-256color", 1);
  CHECK(terminal(screen).colour);
  CHECK(terminal(screen).palette);
  setenv("NO_COLOR", "1", 1);
  CHECK_FALSE(terminal(screen).colour);
  unsetenv("NO_COLOR");
  std::fclose(screen);
  close(master);
}

TEST_CASE("odd matrices neither crash nor mislead", "[show]") {
  CHECK_NOTHROW(heat_map_text({}, {true, 80}));
  CHECK_NOTHROW(heat_map_text({}, {false, 0}));
  HeatMap map = unit_map({"a"}, {"b"});
  map.matrix.values[0] = NAN;
  CHECK(heat_map_text(map, {false, 80}).find("|??|") != std::string::npos);
  map.column_labels.push_back("too many");
  CHECK_THROWS_WITH(heat_map_text(map, {false, 80}), Catch::Contains("2 column labels for 1 columns"));
}
