// Axes: from numbers to pixels, with ticks at round numbers. Shared by line charts and bar charts.
#pragma once

#include "nn/show/svg.h"

#include <string>
#include <vector>

namespace heed::show {

struct Axis {
  // Drawn as "label (unit)"
  std::string label{}, unit{};
  // A logarithmic axis shows only values above 0 and leaves out the others
  bool logarithmic = false;
  // Values that the axis always includes, such as {0, 100} for percentages
  std::vector<double> holds{};
};

struct Tick {
  double value;
  std::string label;
};

// About `count` multiples of 1, 2 or 5 times a power of ten in [low, high], all written with the
// same number of decimals and at least `min_step` apart. low <= high, both finite; else `low` alone.
std::vector<Tick> linear_ticks(double low, double high, int count, double min_step = 0);

// Powers of ten in [low, high], thinned out to about `count`. A range of less than three decades
// also has 2 and 5 times the powers; a range of less than a factor of 4 has linear ticks.
// 0 < low <= high.
std::vector<Tick> logarithmic_ticks(double low, double high, int count);

// The range of the values that can be shown on the axis, with a small margin. If there are none:
// (0, 1), or (1, 10) on a logarithmic axis.
struct Range {
  double low, high;
};
Range range_of(const std::vector<double>& values, bool logarithmic);
// Whether the value is at most 1e150 in magnitude and, if the axis is logarithmic, at least 1e-150.
bool can_be_shown(double value, bool logarithmic);

// Maps a value to a pixel: the low end of the range to `from`, the high end to `to`.
class Scale {
 public:
  Scale(Range range, double from, double to, bool logarithmic, double min_step = 0);
  double operator()(double value) const;
  std::vector<Tick> ticks(int count) const;

 private:
  Range range_;
  double from_, to_;
  bool logarithmic_;
  double min_step_;
};

// The rectangle in which the data is drawn.
struct Area {
  double left, top, right, bottom;
};

std::string axis_title(const Axis& axis);
// Draws the title at the top left, within the first 36 pixels.
void draw_title(Svg& svg, const std::string& title);
void draw_vertical_axis(Svg& svg, const Axis& axis, const Scale& scale, const Area& area);
void draw_horizontal_axis(Svg& svg, const Axis& axis, const Scale& scale, const Area& area);
// The width of the widest label, in pixels.
double widest(const std::vector<Tick>& ticks);
double widest(const std::vector<std::string>& labels);

// Draws the names in a row under the title, wrapped at `width`. To the left of each name,
// `sample(i, x, y)` draws a sample 26 pixels wide. Returns the y below the last row. A single
// series without a name gets no legend.
template <class Sample>
double draw_legend(Svg& svg, const std::vector<std::string>& names, double width, double top, Sample sample) {
  if (names.size() < 2 && (names.empty() || names[0].empty())) return top;
  double x = 16, y = top + 10;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double needed = 32 + text_width(names[i]) + 18;
    if (x > 16 && x + needed > width) {
      x = 16;
      y += 20;
    }
    sample(i, x, y);
    svg.text(x + 32, y + 4.5, names[i]);
    x += needed;
  }
  return y + 14;
}

}  // namespace heed::show
