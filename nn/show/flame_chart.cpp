#include "nn/show/flame_chart.h"

#include "nn/show/assets.h"
#include "nn/show/glyphs.h"
#include "nn/show/svg.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>

namespace heed::show {
namespace {

constexpr double level = 24, margin = 8;

int depth(const Flame& flame) {
  int deepest = 0;
  for (const Flame& part : flame.inside) deepest = std::max(deepest, depth(part));
  return deepest + 1;
}

void draw(Svg& svg, const Flame& flame, double x, double y, double width) {
  svg.begin_group(
      {{"class", "flame c" + std::to_string(flame.colour % series_colours)}, {"data-name", flame.name}});
  svg.element("rect",
              {{"class", "part"}, {"x", x}, {"y", y}, {"width", width}, {"height", level - 1}, {"rx", 2}},
              flame.hover);
  const std::string name = shortened(flame.name, width - 6);
  svg.text(x + 4, y + 16, name, "start", "label small");
  svg.end_group();
  double left = x, sum = 0;
  for (const Flame& part : flame.inside) {
    if (!(part.value >= 0) || !std::isfinite(part.value))
      fail("flame_chart: the value of '", part.name, "' must be a number of at least 0, not ", part.value);
    const double share = flame.value > 0 ? part.value / flame.value * width : 0;
    sum += part.value;
    if (share >= 0.1) draw(svg, part, left, y + level, share);
    left += share;
  }
  // Rounding may make the sum of the parts slightly larger than the whole.
  if (sum > flame.value * (1 + 1e-9))
    fail("flame_chart: the parts of '", flame.name, "' add up to ", sum, ", more than its ", flame.value);
}

}  // namespace

std::string shortened(const std::string& text, double room, double size) {
  if (text_width(text, size) <= room) return text;
  std::string result;
  for (const Glyph& glyph : glyphs(text)) {
    if (text_width(result + glyph.text + "…", size) > room) break;
    result += glyph.text;
  }
  return result.empty() ? "" : result + "…";
}

std::string flame_chart(const std::string& title, const Flame& whole, double width) {
  Svg svg(width, 38 + level * depth(whole) + margin, title, whole.hover);
  svg.style(assets::flame_chart_css);
  svg.text(margin, 24, title, "start", "title");
  draw(svg, whole, margin, 38, width - 2 * margin);
  return svg.finish();
}

}  // namespace heed::show
