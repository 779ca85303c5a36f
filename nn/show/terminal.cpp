#include "nn/show/terminal.h"

#include "nn/show/colour.h"
#include "nn/show/glyphs.h"
#include "nn/show/svg.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace heed::show {
namespace {

using Labels = std::vector<std::string>;

constexpr std::string_view shades = " .:-=+*#%@";
constexpr int longest_downward_label = 14, longest_row_label = 24, shortest_row_label = 4;

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

int widest(const Labels& labels) {
  int width = 0;
  for (const std::string& label : labels) width = std::max(width, label_width(label));
  return width;
}

std::string spaces(int count) { return std::string(at(std::max(count, 0)), ' '); }

Labels numbers(Index count) {
  Labels result;
  for (Index i = 0; i < count; ++i) result.push_back(std::to_string(i));
  return result;
}

// The parts of a line: label, mark, cells, and in colour a second mark and label.
struct Layout {
  int label;  // columns for the label of a row
  int cell;   // columns for a value: 2 or 1
};

Layout lay_out(const HeatMap& map, const Terminal& terminal) {
  const int sides = terminal.colour && map.matrix.rows > 1 ? 2 : 1;
  const int wanted = std::min(widest(map.row_labels), longest_row_label);
  const int columns = static_cast<int>(map.matrix.columns);
  constexpr int mark = 3;  // with a space on both sides
  const auto room = [&](int cell) { return (terminal.columns - columns * cell) / sides - mark; };
  const int cell = room(2) >= std::min(wanted, 2 * shortest_row_label) ? 2 : 1;
  return {std::min(wanted, std::max(room(cell), std::min(wanted, shortest_row_label))), cell};
}

bool fits_downward(const Labels& labels, int cell) {
  return std::all_of(labels.begin(), labels.end(), [&](const std::string& label) {
    const std::vector<Glyph> letters = glyphs(label);
    return letters.size() <= at(longest_downward_label) &&
           std::all_of(letters.begin(), letters.end(), [&](const Glyph& g) { return g.width <= cell; });
  });
}

// Writes labels downward, so that each ends directly above its column.
std::string downward(const Labels& labels, int indent, int cell) {
  std::vector<std::vector<Glyph>> letters;
  std::size_t height = 0;
  for (const std::string& label : labels) {
    letters.push_back(glyphs(label));
    height = std::max(height, letters.back().size());
  }
  std::string result;
  for (std::size_t line = 0; line < height; ++line) {
    std::string text = spaces(indent);
    for (const std::vector<Glyph>& label : letters) {
      const std::size_t blank = height - label.size();
      text +=
          line < blank ? spaces(cell) : label[line - blank].text + spaces(cell - label[line - blank].width);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    result += text + "\n";
  }
  return result;
}

// "0 Die  1 Katze  2 saß": the label of each column number.
std::string legend(const Labels& labels, int columns) {
  std::string result = "\n", line;
  int used = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::string number = std::to_string(i) + " ";
    const int room = columns - static_cast<int>(number.size());
    const std::string entry = number + fit(labels[i], std::min(label_width(labels[i]), room));
    if (used > 0 && used + 2 + label_width(entry) > columns) {
      result += line + "\n";
      line.clear();
      used = 0;
    }
    line += (used > 0 ? "  " : "") + entry;
    used += (used > 0 ? 2 : 0) + label_width(entry);
  }
  return result + line + "\n";
}

// The nearest colour of the xterm cube. Its six levels of red, green and blue are 0, 95, 135,
// 175, 215, 255.
int cube_colour(Colour colour) {
  const auto level = [](int light) { return light < 48 ? 0 : light < 115 ? 1 : (light - 35) / 40; };
  return 16 + 36 * level(colour.red) + 6 * level(colour.green) + level(colour.blue);
}

std::string colour_code(const char* layer, Colour colour, bool palette) {
  const std::string start = std::string("\033[") + layer;
  if (palette) return start + ";5;" + std::to_string(cube_colour(colour)) + "m";
  return start + ";2;" + std::to_string(colour.red) + ";" + std::to_string(colour.green) + ";" +
         std::to_string(colour.blue) + "m";
}

// The position of each value between low and high, 0 to 1.
struct Shares {
  const Matrix& matrix;
  double low, high;
  double operator()(Index row, Index column) const {
    return high > low ? (matrix(row, column) - low) / (high - low) : 0.5;
  }
};

std::string repeat(std::string_view text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

std::string colour_rows(const HeatMap& map, const Shares& share, const Layout& layout, bool palette) {
  std::string result;
  const auto label = [&](Index row, bool right) {
    return map.row_labels.empty() ? std::string() : fit(map.row_labels[at(row)], layout.label, right);
  };
  for (Index row = 0; row < map.matrix.rows; row += 2) {
    const bool pair = row + 1 < map.matrix.rows;
    std::string line = label(row, true) + " ▀ ";
    for (Index column = 0; column < map.matrix.columns; ++column) {
      line += colour_code("38", heat_colour(share(row, column)), palette);
      if (pair) line += colour_code("48", heat_colour(share(row + 1, column)), palette);
      line += repeat("▀", layout.cell);
    }
    line += "\033[0m";
    if (pair) line += " ▄ " + label(row + 1, false);
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + "\n";
  }
  return result;
}

std::string shade_rows(const HeatMap& map, const Shares& share, const Layout& layout) {
  std::string result;
  for (Index row = 0; row < map.matrix.rows; ++row) {
    if (!map.row_labels.empty()) result += fit(map.row_labels[at(row)], layout.label, true);
    result += "  |";
    for (Index column = 0; column < map.matrix.columns; ++column) {
      const double strength = std::clamp(share(row, column), 0.0, 1.0);
      const double step = strength * static_cast<double>(shades.size() - 1);
      const char shade = std::isnan(step) ? '?' : shades[static_cast<std::size_t>(std::lround(step))];
      result += std::string(at(layout.cell), shade);
    }
    result += "|\n";
  }
  return result;
}

// The legend of the shades: the minimum, the scale, the maximum.
std::string key(const HeatMap& map, const Shares& share, const Terminal& terminal) {
  std::string scale;
  if (terminal.colour) {
    for (int i = 0; i < 20; ++i) scale += colour_code("48", heat_colour(i / 19.0), terminal.palette) + " ";
    scale += "\033[0m";
  } else {
    scale = "[" + std::string(shades) + "]";
  }
  const std::string name = map.value.empty() ? "" : printable(map.value) + ": ";
  return name + short_number(share.low) + " " + scale + " " + short_number(share.high) + "\n";
}

}  // namespace

Terminal terminal(std::FILE* stream) {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string_view(value == nullptr ? "" : value);
  };
  Terminal result;
  const int number = fileno(stream);
  if (isatty(number) == 0) return result;
  winsize size{};
  if (ioctl(number, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) result.columns = size.ws_col;
  const std::string_view depth = variable("COLORTERM"), name = variable("TERM");
  const auto named = [&](const char* part) { return name.find(part) != std::string_view::npos; };
  const bool all = depth == "truecolor" || depth == "24bit" || named("direct") || named("truecolor");
  result.palette = !all && named("256color");
  result.colour = (all || result.palette) && name != "dumb" && variable("NO_COLOR").empty();
  return result;
}

std::string heat_map_text(const HeatMap& map, const Terminal& terminal) {
  check(map);
  const auto [low, high] = limits(map);
  const Shares share{map.matrix, low, high};
  const Layout layout = lay_out(map, terminal);
  const int indent = layout.label + 3;

  std::string result;
  if (!map.title.empty()) result += printable(map.title) + "\n";
  if (!map.row_axis.empty() || !map.column_axis.empty()) {
    result += "rows: " + printable(map.row_axis) + ", columns: " + printable(map.column_axis) + "\n";
  }
  const bool down = fits_downward(map.column_labels, layout.cell);
  if (!map.column_labels.empty()) {
    result += downward(down ? map.column_labels : numbers(map.matrix.columns), indent, layout.cell);
  }
  result +=
      terminal.colour ? colour_rows(map, share, layout, terminal.palette) : shade_rows(map, share, layout);
  if (!down) result += legend(map.column_labels, terminal.columns);
  return result + key(map, share, terminal);
}

}  // namespace heed::show
