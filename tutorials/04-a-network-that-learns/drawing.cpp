#include "tutorials/04-a-network-that-learns/drawing.h"

#include "nn/show/svg.h"

namespace heed {

std::string boundary_panels(const std::string& title, const std::vector<Panel>& panels, const Tensor& x,
                            const Tensor& y) {
  const double width = 168, top = 70, left = 16, gap = 14;
  show::Svg svg(left + (width + gap) * static_cast<double>(panels.size()), top + width + 16, title,
                "The plane, coloured by the probability of spiral 1, at moments of the training");
  svg.text(16, 26, title, "start", "title");
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const double from = left + (width + gap) * static_cast<double>(i);
    const Tensor& p = panels[i].probability;
    const double cell = width / static_cast<double>(p.size(0));
    svg.text(from, top - 10, panels[i].name, "start", "quiet");
    for (Index row = 0; row < p.size(0); ++row) {
      for (Index column = 0; column < p.size(1); ++column) {
        // three shades: quite sure of spiral 0, of spiral 1, and in between
        const double share = static_cast<double>(p(row, column));
        const char* colour = share < 0.2   ? "#b7cbe6"
                             : share > 0.8 ? "#f2cda0"
                             : share < 0.5 ? "#dde6f2"
                                           : "#f9e8d2";
        svg.element("rect", {{"x", from + cell * static_cast<double>(column)},
                             {"y", top + cell * static_cast<double>(row)},
                             {"width", cell + 0.3},
                             {"height", cell + 0.3},
                             {"fill", colour}});
      }
    }
    for (Index point = 0; point < x.size(0); ++point) {
      svg.element("circle", {{"cx", from + width * (static_cast<double>(x(point, 0)) + 1.2) / 2.4},
                             {"cy", top + width * (1.2 - static_cast<double>(x(point, 1))) / 2.4},
                             {"r", 2.2},
                             {"fill", y(point, 0) > 0.5 ? "#c05a00" : "#00508c"}});
    }
  }
  return svg.finish();
}

}  // namespace heed
