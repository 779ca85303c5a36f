#include "nn/show/heat_map.h"

#include "nn/show/axes.h"
#include "nn/show/colour.h"
#include "nn/show/svg.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace heed::show {
namespace {

double share(const Limits& range, double value) {
  return range.high > range.low ? (value - range.low) / (range.high - range.low) : 0.5;
}

Limits limits(const Matrix& matrix, double low, double high) {
  if (low != high) return {low, high};
  Limits found{HUGE_VAL, -HUGE_VAL};
  for (const double value : matrix.values) {
    if (std::isfinite(value)) found = {std::min(found.low, value), std::max(found.high, value)};
  }
  return found.low > found.high ? Limits{0, 0} : found;
}

// Cells are large enough for labels in large matrices, and not too large in small ones.
double cell_size(Index rows, Index columns) {
  return std::clamp(420.0 / static_cast<double>(std::max<Index>({rows, columns, 1})), 16.0, 44.0);
}

void draw_colour_bar(Svg& svg, const Limits& range, const std::string& value, double x, double top,
                     double height) {
  constexpr int steps = 48;
  for (int i = 0; i < steps; ++i) {
    svg.element("rect", {{"x", x},
                         {"y", top + height * (1 - (i + 1.0) / steps)},
                         {"width", 14},
                         {"height", height / steps + 0.5},
                         {"fill", hex(heat_colour((i + 0.5) / steps))}});
  }
  const Scale scale({range.low, range.high}, top + height, top, false);
  if (range.high > range.low) {
    for (const Tick& tick : scale.ticks(height > 120 ? 5 : 3)) {
      svg.line(x + 14, scale(tick.value), x + 18, scale(tick.value), "axis");
      svg.text(x + 22, scale(tick.value) + 4.5, tick.label, "start", "quiet");
    }
  } else {
    svg.text(x + 22, top + height / 2 + 4.5, short_number(range.low), "start", "quiet");
  }
  svg.text(x, top - 10, value);
}

}  // namespace

double Matrix::operator()(Index row, Index column) const {
  check(*this, "matrix");
  if (row < 0 || row >= rows || column < 0 || column >= columns)
    fail("matrix: there is no value at row ", row, ", column ", column, " of ", rows, " x ", columns);
  return values[static_cast<std::size_t>(row * columns + column)];
}

void check(const Matrix& matrix, const std::string& what) {
  Index count = 0;
  if (matrix.rows < 0 || matrix.columns < 0 || __builtin_mul_overflow(matrix.rows, matrix.columns, &count) ||
      static_cast<Index>(matrix.values.size()) != count) {
    fail(what, ": a matrix of ", matrix.rows, " x ", matrix.columns, " has ", matrix.values.size(),
         " values");
  }
}

void check(const HeatMap& map) {
  check(map.matrix, "heat_map");
  const auto check_labels = [](const char* which, const std::vector<std::string>& labels, Index size) {
    if (!labels.empty() && static_cast<Index>(labels.size()) != size) {
      fail("heat_map: ", labels.size(), " ", which, " labels for ", size, " ", which, "s");
    }
  };
  check_labels("row", map.row_labels, map.matrix.rows);
  check_labels("column", map.column_labels, map.matrix.columns);
}

Limits limits(const HeatMap& map) { return limits(map.matrix, map.low, map.high); }

std::string heat_map(const HeatMap& map) {
  check(map);
  const double cell = cell_size(map.matrix.rows, map.matrix.columns);
  const Index rows = map.matrix.rows, columns = map.matrix.columns;
  // Column labels are turned by 55 degrees: each takes 0.82 of its length upward and 0.57
  // to the right.
  const double slant = 0.82 * widest(map.column_labels);
  const double left = (map.row_axis.empty() ? 16 : 40) + widest(map.row_labels) + 6;
  const double top = 40 + (map.column_axis.empty() ? 0 : 22) + slant + 16;
  const double right = left + cell * static_cast<double>(columns);
  const double bottom = top + cell * static_cast<double>(rows);
  const double bar_left = right + std::max(24.0, 0.57 * widest(map.column_labels) - cell / 2 + 12);
  const double bar_height = std::clamp(bottom - top, 90.0, 260.0);
  const double width =
      std::max({bar_left + 80, bar_left + text_width(map.value) + 16, text_width(map.title, 16) + 32});
  Svg svg(width, std::max(bottom, top + bar_height) + 20, map.title,
          "Heat map of " + std::to_string(rows) + " rows and " + std::to_string(columns) + " columns");
  draw_title(svg, map.title);
  if (!map.column_axis.empty()) svg.text((left + right) / 2, 54, map.column_axis, "middle", "quiet");
  if (!map.row_axis.empty()) svg.text(24, (top + bottom) / 2, map.row_axis, "middle", "quiet", -90);

  const Limits range = limits(map);
  const auto name = [](const std::vector<std::string>& labels, Index i) {
    return labels.empty() ? std::to_string(i) : labels[static_cast<std::size_t>(i)];
  };
  svg.begin_group({{"shape-rendering", "crispEdges"}});  // no seams between neighbours
  for (Index i = 0; i < rows; ++i) {
    const double y = top + cell * static_cast<double>(i);
    for (Index j = 0; j < columns; ++j) {
      const double number = map.matrix(i, j);
      svg.element("rect",
                  {{"x", left + cell * static_cast<double>(j)},
                   {"y", y},
                   {"width", cell - (cell > 20 ? 1 : 0)},
                   {"height", cell - (cell > 20 ? 1 : 0)},
                   {"fill", hex(heat_colour(share(range, number)))}},
                  name(map.row_labels, i) + ", " + name(map.column_labels, j) + ": " + short_number(number));
    }
  }
  svg.end_group();
  for (Index i = 0; i < rows && !map.row_labels.empty(); ++i) {
    svg.text(left - 6, top + cell * (static_cast<double>(i) + 0.5) + 4.5, name(map.row_labels, i), "end");
  }
  for (Index j = 0; j < columns && !map.column_labels.empty(); ++j) {
    svg.text(left + cell * (static_cast<double>(j) + 0.5) + 3, top - 7, name(map.column_labels, j), "start",
             "", -55);
  }
  if (rows > 0 && columns > 0) draw_colour_bar(svg, range, map.value, bar_left, top, bar_height);
  return svg.finish();
}

namespace {

// Squares of `pixel` pixels; colour_of(row, column) is the colour of one.
std::string image(const std::string& title, const std::string& description, Index rows, Index columns,
                  double pixel, const std::function<Colour(Index, Index)>& colour_of) {
  const double top = title.empty() ? 8 : 40;
  const double wide = pixel * static_cast<double>(columns), tall = pixel * static_cast<double>(rows);
  Svg svg(std::max(wide + 16, title.empty() ? 0 : text_width(title, 16) + 32), top + tall + 8, title,
          text(description, " of ", rows, " x ", columns, " pixels"));
  if (!title.empty()) draw_title(svg, title);
  svg.begin_group({{"shape-rendering", "crispEdges"}});
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns;) {  // neighbours of the same colour become one rectangle
      Index end = j + 1;
      const std::string colour = hex(colour_of(i, j));
      while (end < columns && hex(colour_of(i, end)) == colour) ++end;
      svg.element("rect", {{"x", 8 + pixel * static_cast<double>(j)},
                           {"y", top + pixel * static_cast<double>(i)},
                           {"width", pixel * static_cast<double>(end - j)},
                           {"height", pixel},
                           {"fill", colour}});
      j = end;
    }
  }
  svg.end_group();
  svg.element("rect",
              {{"class", "frame"}, {"x", 7.5}, {"y", top - 0.5}, {"width", wide + 1}, {"height", tall + 1}});
  return svg.finish();
}

// 0 to 255; NaN is 0.
int brightness(double share) {
  return std::isnan(share) ? 0 : static_cast<int>(std::lround(255 * std::clamp(share, 0.0, 1.0)));
}

}  // namespace

std::string grey_image(const std::string& title, const Matrix& matrix, double low, double high,
                       double pixel) {
  check(matrix, "grey_image");
  const Limits range = limits(matrix, low, high);
  return image(title, "Grey image", matrix.rows, matrix.columns, pixel, [&](Index i, Index j) {
    const int grey = brightness(share(range, matrix(i, j)));
    return Colour{grey, grey, grey};
  });
}

std::string colour_image(const std::string& title, const Matrix& red, const Matrix& green, const Matrix& blue,
                         double pixel) {
  for (const Matrix* matrix : {&red, &green, &blue}) {
    check(*matrix, "colour_image");
    if (matrix->rows != red.rows || matrix->columns != red.columns)
      fail("colour_image: the three matrices must have the same size");
  }
  return image(title, "Picture", red.rows, red.columns, pixel, [&](Index i, Index j) {
    return Colour{brightness(red(i, j)), brightness(green(i, j)), brightness(blue(i, j))};
  });
}

}  // namespace heed::show
