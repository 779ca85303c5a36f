#include "nn/show/chart.h"
#include "tensor/ground/error.h"

#include <algorithm>

namespace heed::show {
namespace {

// Neighbouring groups also differ in opacity, for readers who cannot tell the colours apart.
double opacity(std::size_t group) { return group % 2 == 0 ? 1 : 0.72; }

// The range of the vertical axis for these values. The length of a bar is its value,
// so a linear axis includes zero.
Range bar_range(std::vector<double> all, const BarChart& chart) {
  all.insert(all.end(), chart.y.holds.begin(), chart.y.holds.end());
  if (!chart.y.logarithmic) all.push_back(0);
  Range range = range_of(all, chart.y.logarithmic);
  if (!chart.y.logarithmic && *std::min_element(all.begin(), all.end()) >= 0) range.low = 0;
  return range;
}

// One bar from `left`, with its value above it (below it if negative) where there is room.
void draw_bar(Svg& svg, const BarChart& chart, std::size_t group, std::size_t label, double left,
              double width, double tip, double base) {
  const BarGroup& bars = chart.groups[group];
  const double value = bars.values[label], top = std::min(tip, base), bottom = std::max(tip, base);
  svg.element("rect",
              {{"class", "mark c" + std::to_string(group % series_colours)},
               {"x", left},
               {"y", top},
               {"width", std::max(width - 2, 1.0)},
               {"height", bottom - top},
               {"opacity", opacity(group)}},
              (bars.name.empty() ? "" : bars.name + ", ") + chart.labels[label] + ": " + short_number(value));
  const std::string number = short_number(value, 3);
  if (text_width(number, 11) < width + 4) {
    svg.text(left + (width - 2) / 2, value < 0 ? bottom + 12 : top - 4, number, "middle", "quiet small");
  }
}

}  // namespace

std::string bar_chart(const BarChart& chart) {
  std::vector<double> all;
  std::vector<std::string> names;
  for (const BarGroup& group : chart.groups) {
    if (group.values.size() != chart.labels.size()) {
      fail("bar_chart: group '", group.name, "' has ", group.values.size(), " values for ",
           chart.labels.size(), " labels");
    }
    all.insert(all.end(), group.values.begin(), group.values.end());
    names.push_back(group.name);
  }
  Svg svg(chart.width, chart.height, chart.title,
          axis_title(chart.y) + ", " + std::to_string(chart.labels.size()) + " bars in each of " +
              std::to_string(names.size()) + (names.size() == 1 ? " group" : " groups"));
  draw_title(svg, chart.title);
  const double legend_bottom =
      draw_legend(svg, names, chart.width, 36, [&](std::size_t i, double x, double y) {
        const std::string colour = "mark c" + std::to_string(i % series_colours);
        svg.element("rect", {{"class", colour},
                             {"x", x + 8},
                             {"y", y - 6},
                             {"width", 14},
                             {"height", 12},
                             {"opacity", opacity(i)}});
      });

  const Range range = bar_range(all, chart);
  const double label_width = widest(Scale(range, 0, 1, chart.y.logarithmic).ticks(6));
  Area area{40 + label_width, legend_bottom + 20, chart.width - 24, chart.height - 32};
  const double room =
      (area.right - area.left) / static_cast<double>(std::max<std::size_t>(1, chart.labels.size()));
  const double longest = widest(chart.labels);
  const bool slanted = longest > room - 6;
  if (slanted) area.bottom -= 0.6 * std::min(longest, 160.0);
  const Scale y(range, area.bottom, area.top, chart.y.logarithmic);
  draw_vertical_axis(svg, chart.y, y, area);

  const double base = chart.y.logarithmic ? area.bottom : y(0);
  const double bar = 0.76 * room / static_cast<double>(std::max<std::size_t>(1, chart.groups.size()));
  for (std::size_t i = 0; i < chart.labels.size(); ++i) {
    const double middle = area.left + (static_cast<double>(i) + 0.5) * room;
    if (slanted) {
      svg.text(middle + 4, area.bottom + 16, chart.labels[i], "end", "", -36);
    } else {
      svg.text(middle, area.bottom + 20, chart.labels[i], "middle");
    }
    for (std::size_t g = 0; g < chart.groups.size(); ++g) {
      const double value = chart.groups[g].values[i];
      if (!can_be_shown(value, chart.y.logarithmic)) continue;
      const double left = middle - 0.38 * room + static_cast<double>(g) * bar;
      draw_bar(svg, chart, g, i, left, bar, y(value), base);
    }
  }
  svg.line(area.left, base, area.right, base, "axis");
  return svg.finish();
}

}  // namespace heed::show
