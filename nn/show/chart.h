// Line charts and bar charts. Each function returns one SVG file as text. Series differ in colour,
// dash and marker, so that readers can tell them apart without the colours.
#pragma once

#include "nn/show/axes.h"

#include <string>
#include <vector>

namespace heed::show {

// y against x; both must have the same size. A value that cannot be shown (NaN, beyond 1e150,
// or not above zero on a logarithmic axis) leaves a gap in the curve.
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

// Bars in groups: every label has one bar of each group, for example labels = sizes of a matrix,
// groups = naive, packed. Each group has one value for each label; a value that cannot be shown
// has no bar.
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
