#include "tutorials/12-additive-attention/panels.h"

#include "nn/show/colour.h"
#include "nn/show/svg.h"
#include "tensor/ground/error.h"
#include "tutorials/lesson.h"

namespace heed {

std::string panels(const std::string& title, const Words& source, const Words& target,
                   const std::vector<Moment>& moments) {
  const double cell = 20, left = 78, top = 132, gap = 22;
  const double across = cell * static_cast<double>(source.size()) + gap;
  show::Svg svg(left + across * static_cast<double>(moments.size()) + 16,
                top + cell * static_cast<double>(target.size()) + 16, title,
                "Heat maps of weights, one for each moment of training");
  svg.text(16, 26, title, "start", "title");
  for (std::size_t row = 0; row < target.size(); ++row) {
    svg.text(left - 6, top + cell * (static_cast<double>(row) + 0.7), target[row], "end");
  }
  for (std::size_t panel = 0; panel < moments.size(); ++panel) {
    const double x = left + across * static_cast<double>(panel);
    svg.text(x, 56, moments[panel].name, "start", "quiet");
    for (std::size_t column = 0; column < source.size(); ++column) {
      const double at = x + cell * static_cast<double>(column);
      svg.text(at + 13, top - 6, source[column], "start", "", -55);
      for (std::size_t row = 0; row < target.size(); ++row) {
        const double weight = static_cast<double>(
            moments[panel].weights(static_cast<Index>(row), static_cast<Index>(column) + 1));
        svg.element("rect",
                    {{"x", at},
                     {"y", top + cell * static_cast<double>(row)},
                     {"width", cell - 1},
                     {"height", cell - 1},
                     {"fill", show::hex(show::heat_colour(weight))}},
                    text(target[row], ", ", source[column], ": ", rounded(weight, 2)));
      }
    }
  }
  return svg.finish();
}

}  // namespace heed
