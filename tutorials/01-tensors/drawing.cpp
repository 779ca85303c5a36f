#include "tutorials/01-tensors/drawing.h"

#include "nn/show/svg.h"
#include "tensor/ground/error.h"

#include <algorithm>

namespace heed {
namespace {

constexpr double cell = 26, gap = 34, margin = 16, storage_top = 72, grid_top = 128;

// A box with a number in it; a coloured box if the window shows this number.
void box(show::Svg& svg, double x, double y, double number, bool coloured) {
  svg.element(
      "rect",
      {{"class", coloured ? "mark c5" : "paper"}, {"x", x}, {"y", y}, {"width", cell}, {"height", cell}});
  svg.element("rect", {{"class", "frame"}, {"x", x}, {"y", y}, {"width", cell}, {"height", cell}});
  svg.text(x + cell / 2, y + cell / 2 + 4.5, show::short_number(number), "middle");
}

void panel(show::Svg& svg, const NamedWindow& named, Index numel, double left) {
  const Window& x = named.window;
  std::vector<bool> shown(static_cast<std::size_t>(numel), false);
  for (Index i = 0; i < x.rows; ++i) {
    for (Index j = 0; j < x.columns; ++j) {
      shown[static_cast<std::size_t>(&x.at(i, j) - x.storage)] = true;
      box(svg, left + static_cast<double>(j) * cell, grid_top + static_cast<double>(i) * cell, x.at(i, j),
          true);
    }
  }
  svg.text(left, storage_top - 12, named.name);
  for (Index i = 0; i < numel; ++i) {
    const auto at = static_cast<std::size_t>(i);
    box(svg, left + static_cast<double>(i) * cell, storage_top, x.storage[i], shown[at]);
  }
  const double below = grid_top + 3 * cell + 22;
  svg.text(left, below, text("shape (", x.rows, ", ", x.columns, ")"), "start", "quiet");
  svg.text(left, below + 18, text("strides (", x.row_stride, ", ", x.column_stride, ")"), "start", "quiet");
  svg.text(left, below + 36, text("offset ", x.offset), "start", "quiet");
}

}  // namespace

std::string draw(const std::vector<NamedWindow>& windows, Index numel, const std::string& title) {
  const double step = static_cast<double>(numel) * cell + gap;
  show::Svg svg(
      2 * margin + static_cast<double>(windows.size()) * step - gap, grid_top + 3 * cell + 74, title,
      "For each window: the storage with the shown numbers coloured, and the grid that the window shows");
  svg.text(margin, 28, title, "start", "title");
  for (std::size_t i = 0; i < windows.size(); ++i) {
    panel(svg, windows[i], numel, margin + static_cast<double>(i) * step);
  }
  return svg.finish();
}

}  // namespace heed
