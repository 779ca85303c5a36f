#include "nn/show/chart.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>

namespace heed::show {
namespace {

std::string colour_class(std::size_t series) { return "c" + std::to_string(series % series_colours); }

std::string dashes(std::size_t series) {
  constexpr std::string_view patterns[] = {"", "7 4", "2 4", "9 4 2 4"};
  return std::string(patterns[series % std::size(patterns)]);
}

// A marker at (x, y), different for each series: disc, square, triangle,
// diamond, inverted triangle.
void draw_marker(Svg& svg, std::size_t series, double x, double y, const std::string& hover) {
  const auto polygon = [&](std::initializer_list<double> offsets) {
    std::string points;
    for (const double* p = offsets.begin(); p != offsets.end(); p += 2) {
      points += short_number(x + p[0], 6) + "," + short_number(y + p[1], 6) + " ";
    }
    points.pop_back();
    svg.element("polygon", {{"class", "mark"}, {"points", points}}, hover);
  };
  switch (series % 5) {
    case 0:
      return svg.element("circle", {{"class", "mark"}, {"cx", x}, {"cy", y}, {"r", 3.5}}, hover);
    case 1:
      return polygon({-3.3, -3.3, 3.3, -3.3, 3.3, 3.3, -3.3, 3.3});
    case 2:
      return polygon({0, -4.5, 4.2, 3.2, -4.2, 3.2});
    case 3:
      return polygon({0, -4.8, 4.8, 0, 0, 4.8, -4.8, 0});
    default:
      return polygon({0, 4.5, 4.2, -3.2, -4.2, -3.2});
  }
}

struct Scales {
  const Scale &x, &y;
  bool x_logarithmic, y_logarithmic;
};

void draw_series(Svg& svg, const Series& series, std::size_t number, const Scales& scales) {
  svg.begin_group({{"class", colour_class(number)}});
  // The curve is one polyline for each part between gaps.
  std::string points;
  const auto flush = [&] {
    if (points.empty()) return;
    svg.element("polyline", {{"class", "curve"}, {"stroke-dasharray", dashes(number)}, {"points", points}},
                series.name);
    points.clear();
  };
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    if (!can_be_shown(series.x[i], scales.x_logarithmic) ||
        !can_be_shown(series.y[i], scales.y_logarithmic)) {
      flush();
      continue;
    }
    shown.push_back(i);
    points += (points.empty() ? "" : " ") + short_number(scales.x(series.x[i]), 6) + "," +
              short_number(scales.y(series.y[i]), 6);
  }
  flush();
  // A short series has all its markers, a long one about sixteen, so that they do not
  // hide the curve.
  const std::size_t stride = shown.size() <= 32 ? 1 : shown.size() / 16;
  for (std::size_t k = 0; k < shown.size(); k += stride) {
    const std::size_t i = shown[k];
    const std::string name = series.name.empty() ? "" : series.name + ": ";
    draw_marker(svg, number, scales.x(series.x[i]), scales.y(series.y[i]),
                name + short_number(series.x[i], 6) + ", " + short_number(series.y[i]));
  }
  svg.end_group();
}

}  // namespace

std::string line_chart(const LineChart& chart) {
  std::vector<double> all_x, all_y;
  std::vector<std::string> names;
  for (const Series& series : chart.series) {
    if (series.x.size() != series.y.size()) {
      fail("line_chart: series '", series.name, "' has ", series.x.size(), " x and ", series.y.size(), " y");
    }
    for (std::size_t i = 0; i < series.x.size(); ++i) {  // only visible points extend the axes
      if (!can_be_shown(series.x[i], chart.x.logarithmic) ||
          !can_be_shown(series.y[i], chart.y.logarithmic)) {
        continue;
      }
      all_x.push_back(series.x[i]);
      all_y.push_back(series.y[i]);
    }
    names.push_back(series.name);
  }
  Svg svg(chart.width, chart.height, chart.title,
          axis_title(chart.y) + " against " + axis_title(chart.x) + ", " + std::to_string(names.size()) +
              (names.size() == 1 ? " curve" : " curves"));
  draw_title(svg, chart.title);
  const double top = draw_legend(svg, names, chart.width, 36, [&](std::size_t i, double x, double y) {
    svg.begin_group({{"class", colour_class(i)}});
    svg.element("line", {{"class", "curve"},
                         {"stroke-dasharray", dashes(i)},
                         {"x1", x},
                         {"y1", y},
                         {"x2", x + 26},
                         {"y2", y}});
    draw_marker(svg, i, x + 13, y, "");
    svg.end_group();
  });

  for (const double value : chart.x.holds) {
    if (can_be_shown(value, chart.x.logarithmic)) all_x.push_back(value);
  }
  all_y.insert(all_y.end(), chart.y.holds.begin(), chart.y.holds.end());
  const Range y_range = range_of(all_y, chart.y.logarithmic);
  const double label_width = widest(Scale(y_range, 0, 1, chart.y.logarithmic).ticks(6));
  const Area area{40 + label_width, top + 8, chart.width - 24, chart.height - 56};
  Range x_range = range_of(all_x, chart.x.logarithmic);
  if (!all_x.empty() && !chart.x.logarithmic) {  // curves may touch the edges
    const auto [low, high] = std::minmax_element(all_x.begin(), all_x.end());
    if (*low < *high) x_range = {*low, *high};
  }
  const bool whole = std::all_of(all_x.begin(), all_x.end(), [](double v) { return v == std::floor(v); });
  const Scale x(x_range, area.left + 6, area.right - 6, chart.x.logarithmic,
                whole ? 1 : 0);  // there is no epoch 2.5
  const Scale y(y_range, area.bottom, area.top, chart.y.logarithmic);
  draw_horizontal_axis(svg, chart.x, x, area);
  draw_vertical_axis(svg, chart.y, y, area);
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    draw_series(svg, chart.series[i], i, {x, y, chart.x.logarithmic, chart.y.logarithmic});
  }
  return svg.finish();
}

}  // namespace heed::show
