// Axes: from numbers to pixels, with ticks at round numbers. What line charts and bars have in common.
#pragma once

#include "nn/show/svg.h"

#include <string>
#include <vector>

namespace heed::show {

struct Axis {
  std::string label{}, unit{};  // drawn as "label (unit)"
  bool logarithmic = false;     // then only values above 0 can be shown; the others are left out
  std::vector<double> holds{};  // values to which the axis reaches in any case: {0, 100} for per cents
};

struct Tick {
  double value;
  std::string label;
};

// About `count` multiples of 1, 2 or 5 times a power of ten in [low, high], all written with the same number
// of decimals. No closer than `least_step`. low <= high, both finite.
std::vector<Tick> linear_ticks(double low, double high, int count, double least_step = 0);

// Powers of ten in [low, high], thinned out to about `count`; within less than three decades also 2 and 5
// times them; within less than a factor of 4 the linear ticks. 0 < low <= high.
std::vector<Tick> logarithmic_ticks(double low, double high, int count);

// The smallest range that holds the values that can be shown on the axis, with a little air; (0, 1), or (1,
// 10) on a logarithmic axis, if there is none.
struct Range {
  double low, high;
};
Range range_of(const std::vector<double>& values, bool logarithmic);
bool can_be_shown(double value, bool logarithmic);  // finite, and above 0 on a logarithmic axis

// Where a value lies between the pixels `from` (for low) and `to` (for high).
class Scale {
 public:
  Scale(Range range, double from, double to, bool logarithmic, double least_step = 0);
  double operator()(double value) const;
  std::vector<Tick> ticks(int count) const;

 private:
  Range range_;
  double from_, to_;
  bool logarithmic_;
  double least_step_;
};

// The rectangle in which the data is drawn.
struct Area {
  double left, top, right, bottom;
};

std::string axis_title(const Axis& axis);
void draw_title(Svg& svg, const std::string& title);  // at the top left; takes the first 36 pixels
void draw_vertical_axis(Svg& svg, const Axis& axis, const Scale& scale, const Area& area);
void draw_horizontal_axis(Svg& svg, const Axis& axis, const Scale& scale, const Area& area);
double widest(const std::vector<Tick>& ticks);  // pixels that the longest label takes

// One row of names under the title, wrapped at `width`, each behind the sample that `sample(i, x, y)` draws
// 26 pixels wide. Returns the y below the last row. Nothing is drawn for a single nameless series.
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
