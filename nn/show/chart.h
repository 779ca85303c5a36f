// Charts: curves of several runs, and bars. Each function returns one SVG file as text; lessons, trainer and
// bench draw with the same ones. Series differ in colour, dash and marker, so no reader needs the colours.
#pragma once

#include "nn/show/axes.h"

#include <string>
#include <vector>

namespace heed::show {

// y against x; the two must be equally long. A value that cannot be shown (NaN, infinite, or not above zero
// on a logarithmic axis) leaves a gap in the curve.
struct Series {
  std::string name;
  std::vector<double> x, y;
};

struct LineChart {
  std::string title;
  Axis x, y;
  std::vector<Series> series;
  double width = 680, height = 420;  // pixels
};

std::string line_chart(const LineChart& chart);

// Bars in groups: for each of `labels` one bar of every group, for example labels = sizes of a matrix, groups
// = naive, packed. Each group has as many values as there are labels; a value that cannot be shown leaves no
// bar.
struct BarGroup {
  std::string name;
  std::vector<double> values;
};

struct BarChart {
  std::string title;
  Axis y;
  std::vector<std::string> labels;
  std::vector<BarGroup> groups;
  double width = 680, height = 420;
};

std::string bar_chart(const BarChart& chart);

}  // namespace heed::show
