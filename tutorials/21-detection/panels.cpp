#include "tutorials/21-detection/panels.h"

#include <algorithm>
#include <cmath>

namespace heed {
namespace {

constexpr double gap = 8, top = 40;  // pixels of the figure

// A picture of 32 x 32 in eight greys; neighbours of one grey become one rectangle. A map of fewer cells has all its
// rectangles, however they are coloured.
void draw_picture(show::Svg& svg, const Tensor& picture, double left, double upper, double side) {
  const Index size = picture.size(0);
  const double pixel = side / static_cast<double>(size);
  const std::vector<double> values = picture.contiguous().to_doubles();
  const double largest = std::max(1e-9, *std::max_element(values.begin(), values.end()));
  const auto grey = [&](Index y, Index x) {
    const double light = std::max(0.0, values[static_cast<std::size_t>(y * size + x)] / largest);
    return static_cast<int>(std::lround(7 * light)) * 36;
  };
  for (Index y = 0; y < size; ++y) {
    for (Index x = 0; x < size;) {
      Index end = x + 1;
      while (size >= 32 && end < size && grey(y, end) == grey(y, x)) ++end;
      const std::string shade = std::to_string(grey(y, x));
      svg.element("rect", {{"x", left + pixel * static_cast<double>(x)},
                           {"y", upper + pixel * static_cast<double>(y)},
                           {"width", pixel * static_cast<double>(end - x)},
                           {"height", pixel},
                           {"fill", "rgb(" + shade + "," + shade + "," + shade + ")"}});
      x = end;
    }
  }
}

void draw_box(show::Svg& svg, const DrawnBox& drawn, double left, double upper, double side) {
  const double scale = side / 32;
  svg.element("rect", {{"class", "c" + std::to_string(drawn.colour)},
                       {"x", left + scale * drawn.box.left},
                       {"y", upper + scale * drawn.box.top},
                       {"width", scale * (drawn.box.right - drawn.box.left)},
                       {"height", scale * (drawn.box.bottom - drawn.box.top)},
                       {"fill", "none"},
                       {"stroke", "currentColor"},
                       {"stroke-width", 2},
                       {"stroke-dasharray", drawn.dashed ? "3 3" : "none"},
                       {"stroke-opacity", std::round(100 * drawn.opacity) / 100}});
}

}  // namespace

std::string draw_panels(const std::string& title, const std::vector<Panel>& panels, int across) {
  const double side = across > 4 ? 96 : 160;
  const int rows = (static_cast<int>(panels.size()) + across - 1) / across;
  const double width = gap + across * (side + gap), height = top + rows * (side + gap);
  show::Svg svg(std::max(width, show::text_width(title, 16) + 32), height, title);
  svg.text(16, 26, title, "start", "title");
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const int column = static_cast<int>(i) % across, row = static_cast<int>(i) / across;
    const double left = gap + column * (side + gap), upper = top + row * (side + gap);
    svg.begin_group({{"shape-rendering", "crispEdges"}});
    draw_picture(svg, panels[i].picture, left, upper, side);
    svg.end_group();
    for (const DrawnBox& box : panels[i].boxes) draw_box(svg, box, left, upper, side);
  }
  return svg.finish();
}

}  // namespace heed
