#include "tutorials/02-derivatives/drawing.h"

#include "nn/show/svg.h"

#include <algorithm>

namespace heed {
namespace {

constexpr double box_width = 118, box_height = 44, column_step = 178, row_step = 74, margin = 16, top = 48;

double left_of(const Spot& spot) { return margin + spot.column * column_step; }
double middle_of(const Spot& spot) { return top + spot.row * row_step + box_height / 2; }

// Draws an arrow with its slope on it. `shift` moves the arrow sideways, so that two arrows between
// the same boxes are both visible.
void arrow(show::Svg& svg, const Spot& from, const Spot& to, double slope, double shift) {
  const double x1 = left_of(from) + box_width, y1 = middle_of(from) + shift;
  const double x2 = left_of(to) - 2, y2 = middle_of(to) + shift;
  svg.line(x1, y1, x2, y2, "axis");
  svg.element("circle", {{"class", "mark"}, {"cx", x2}, {"cy", y2}, {"r", 3}});
  const std::string label = show::short_number(slope);
  const double width = show::text_width(label, 13) + 6, x = (x1 + x2) / 2, y = (y1 + y2) / 2;
  svg.element("rect",
              {{"class", "paper"}, {"x", x - width / 2}, {"y", y - 9}, {"width", width}, {"height", 18}});
  svg.text(x, y + 4.5, label, "middle", "quiet");
}

}  // namespace

std::string draw(const MiniTape& tape, const std::vector<double>& gradient, const std::vector<Spot>& spots,
                 const std::string& title) {
  double columns = 0, rows = 0;
  for (const Spot& spot : spots) {
    columns = std::max(columns, spot.column);
    rows = std::max(rows, spot.row);
  }
  const std::string caption =
      "Grey: slopes, computed from left to right. Orange: gradients, computed from right to left.";
  const double boxes = columns * column_step + box_width;
  show::Svg svg(2 * margin + std::max(boxes, show::text_width(caption, 12)),
                top + rows * row_step + box_height + 44, title,
                "Each box is a number with its value and its gradient; each line has its slope on it");
  svg.text(margin, 28, title, "start", "title");
  for (std::size_t at = 0; at < tape.lines.size(); ++at) {
    const std::vector<Input>& inputs = tape.lines[at].inputs;
    const bool same = inputs.size() == 2 && inputs[0].from == inputs[1].from;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      arrow(svg, spots[inputs[i].from], spots[at], inputs[i].slope, same ? (i == 0 ? -11 : 11) : 0);
    }
  }
  for (std::size_t at = 0; at < tape.lines.size(); ++at) {
    const double x = left_of(spots[at]), y = middle_of(spots[at]);
    svg.element("rect", {{"class", "paper"},
                         {"x", x},
                         {"y", y - box_height / 2},
                         {"width", box_width},
                         {"height", box_height}});
    svg.element("rect", {{"class", "frame"},
                         {"x", x},
                         {"y", y - box_height / 2},
                         {"width", box_width},
                         {"height", box_height},
                         {"rx", 6}});
    svg.text(x + box_width / 2, y - 4, tape.lines[at].name + " = " + show::short_number(tape.lines[at].value),
             "middle");
    svg.text(x + box_width / 2, y + 15, "gradient " + show::short_number(gradient[at]), "middle", "mark c1");
  }
  const double y = top + rows * row_step + box_height + 28;
  svg.text(margin, y, caption, "start", "quiet small");
  return svg.finish();
}

}  // namespace heed
