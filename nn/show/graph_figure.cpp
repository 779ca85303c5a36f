#include "nn/show/graph_figure.h"

#include "nn/show/assets.h"
#include "nn/show/graph_box.h"
#include "nn/show/svg.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <map>

namespace heed::show {
namespace {

using Item = GraphLayout::Item;

// The number of modules around each module: 0 for module 0, which is outside of all others.
std::vector<int> depths(const Graph& graph) {
  std::vector<int> result(graph.modules().size(), 0);
  for (std::size_t m = 1; m < result.size(); ++m) result[m] = result[graph.modules()[m].parent] + 1;
  return result;
}

// The number of visible boxes if `open` levels of modules are open: operations of open modules,
// and folded modules.
std::size_t boxes_seen(const Graph& graph, int open) {
  const std::vector<int> depth = depths(graph);
  std::size_t seen = 0;
  for (const Graph::Operation& at : graph.operations()) seen += depth[at.module] <= open;
  for (const int d : depth) seen += d == open + 1;
  return seen;
}

class Drawing {
 public:
  Drawing(const Graph& graph, int open) : graph_(graph), layout_(graph_layout(graph)), depth_(depths(graph)) {
    open_ = open;
    modules_.resize(graph.modules().size());
    measure(0);
  }

  std::string draw(const std::string& title) {
    const double top = title.empty() ? 0 : 30, margin = 8;
    const Size size = modules_[0].size;
    Svg svg(std::max(size.width + 2 * margin, title.empty() ? 0 : text_width(title, 16) + 2 * margin),
            size.height + top + 2 * margin, title.empty() ? "Graph" : title,
            to_text(layout_.modules[0].operations) + " operations in " +
                to_text(graph_.modules().size() - 1) + " modules");
    svg.style(assets::graph_box_css);
    if (!title.empty()) svg.text(margin, 22, title, "start", "title");
    draw_inside(svg, 0, margin, top + margin);
    return svg.finish();
  }

 private:
  struct Size {
    double width = 0, height = 0;
  };
  struct Measured {
    Size size;
    std::vector<std::vector<double>> centres;  // of each slot, from the left edge of the module
    std::vector<double> tops, heights;         // of each row, from the top edge of the module
    std::map<Item, double> entries;            // where the line from this item enters
    double exit = 0;
    double title = 10;  // where the name begins
  };

  bool is_open(Item item) const {
    return layout_.is_module(item) && depth_[item - layout_.operations] <= open_;
  }

  GraphBox box(Item item) const {
    return layout_.is_module(item) ? folded_box(graph_, layout_, item - layout_.operations)
                                   : operation_box(graph_, item);
  }

  Size size_of(const GraphLayout::Slot& slot) {
    if (slot.is_line) return {4, 0};
    if (is_open(slot.item)) return measure(slot.item - layout_.operations);
    const GraphBox closed = box(slot.item);
    return {closed.width, closed.height};
  }

  // Recursive: modules are nested only as deep as a program nests its calls.
  Size measure(std::size_t module) {
    const GraphLayout::Module& at = layout_.modules[module];
    Measured& result = modules_[module];
    const double margin = module == 0 ? 0 : graph_margin;
    std::vector<std::vector<double>> widths;
    // Lines enter at the upper edge, beside the title.
    const bool entered = at.rows[0][0].is_line;
    double y = module == 0 || entered ? 0 : graph_title;
    for (const auto& row : at.rows) {
      widths.emplace_back();
      double height = 0;
      for (const GraphLayout::Slot& slot : row) {
        const Size size = size_of(slot);
        widths.back().push_back(size.width);
        height = std::max(height, size.height);
      }
      result.tops.push_back(y);
      result.heights.push_back(height);
      y += height + graph_row_gap;
    }
    result.size.height = y - graph_row_gap + (at.rows.back()[0].is_line ? 0 : margin);
    std::vector<LinkEnds> ends;
    for (const GraphLayout::Link& link : at.links) {
      const GraphLayout::Slot &from = at.rows[link.row][link.from], &to = at.rows[link.row + 1][link.to];
      ends.push_back({exit_of(from), entry_of(to, from.item)});
    }
    result.centres = place_slots(at, widths, ends, graph_gap);
    double width = 0;
    for (std::size_t row = 0; row < widths.size(); ++row) {
      for (std::size_t i = 0; i < widths[row].size(); ++i) {
        double& centre = result.centres[row][i];
        centre += margin;
        width = std::max(width, centre + widths[row][i] / 2 + margin);
        const GraphLayout::Slot& slot = at.rows[row][i];
        if (row == 0 && slot.is_line) result.entries[slot.item] = centre;
        if (slot.is_line && slot.item == layout_.item_of(module)) result.exit = centre;
      }
    }
    if (module != 0) {
      // The name is at the left, but not across a line that enters.
      const double name = text_width(graph_.modules()[module].name, 12);
      std::vector<double> lines;
      for (const auto& [from, x] : result.entries) lines.push_back(x);
      std::sort(lines.begin(), lines.end());
      for (const double x : lines) {
        if (x < result.title + name + 4) result.title = x + 8;
      }
      width = std::max(width, result.title + name + margin);
    }
    result.size.width = width + (at.upward.empty() ? 0 : graph_upward);
    return result.size;
  }

  // Where a line leaves a slot, and where the line from `source` enters it, relative to its centre.
  double exit_of(const GraphLayout::Slot& slot) const {
    if (slot.is_line || !is_open(slot.item)) return 0;
    const Measured& inside = modules_[slot.item - layout_.operations];
    return inside.exit - inside.size.width / 2;
  }
  double entry_of(const GraphLayout::Slot& slot, Item source) const {
    if (slot.is_line || !is_open(slot.item)) return 0;
    const Measured& inside = modules_[slot.item - layout_.operations];
    return inside.entries.at(source) - inside.size.width / 2;
  }

  struct Place {
    double left, top, width, height;
  };

  void draw_inside(Svg& svg, std::size_t module, double left, double top) {
    const GraphLayout::Module& at = layout_.modules[module];
    const Measured& measured = modules_[module];
    std::vector<std::vector<Place>> places(at.rows.size());
    std::map<Item, Place> by_item;
    for (std::size_t row = 0; row < at.rows.size(); ++row) {
      for (std::size_t i = 0; i < at.rows[row].size(); ++i) {
        const GraphLayout::Slot& slot = at.rows[row][i];
        const Size size = slot.is_line         ? Size{0, measured.heights[row]}
                          : is_open(slot.item) ? modules_[slot.item - layout_.operations].size
                                               : Size{box(slot.item).width, box(slot.item).height};
        places[row].push_back({left + measured.centres[row][i] - size.width / 2,
                               top + measured.tops[row] + (measured.heights[row] - size.height) / 2,
                               size.width, size.height});
        if (!slot.is_line) by_item[slot.item] = places[row].back();
      }
    }
    for (const GraphLayout::Link& link : at.links) {
      const GraphLayout::Slot &from = at.rows[link.row][link.from], &to = at.rows[link.row + 1][link.to];
      draw_link(svg, from, to, places[link.row][link.from], places[link.row + 1][link.to], link.tensors);
    }
    for (const auto& [from, to] : at.upward) {
      const Place &a = by_item.at(from), &b = by_item.at(to);
      const double x1 = a.left + a.width, y1 = a.top + a.height / 2, x2 = b.left + b.width,
                   y2 = b.top + b.height / 2, out = std::max(x1, x2) + graph_upward;
      svg.element(
          "path",
          {{"class", "wire upward"},
           {"d", text("M", x1, " ", y1, "C", out, " ", y1, " ", out, " ", y2, " ", x2 + 7, " ", y2)}});
      svg.element("path", {{"class", "tip"}, {"d", text("M", x2, " ", y2, "l8 -4v8z")}});
    }
    for (std::size_t row = 0; row < at.rows.size(); ++row) {
      for (std::size_t i = 0; i < at.rows[row].size(); ++i) {
        const GraphLayout::Slot& slot = at.rows[row][i];
        if (!slot.is_line) draw_item(svg, slot.item, places[row][i]);
      }
    }
  }

  void draw_link(Svg& svg, const GraphLayout::Slot& from, const GraphLayout::Slot& to, const Place& above,
                 const Place& below, Index tensors) {
    const double x1 = above.left + above.width / 2 + exit_of(from), y1 = above.top + above.height;
    const double x2 = below.left + below.width / 2 + entry_of(to, from.item);
    const bool arrives = !to.is_line && !is_open(to.item);
    const double y2 = below.top - (arrives ? 6 : 0), middle = (y1 + y2) / 2;
    std::string path = text("M", x1, " ", y1, "C", x1, " ", middle, " ", x2, " ", middle, " ", x2, " ", y2);
    if (to.is_line) path += text("v", below.height);  // past the boxes of its row
    svg.element("path", {{"class", "wire"}, {"stroke-width", line_width(tensors)}, {"d", path}},
                tensors_text(tensors));
    if (arrives) svg.element("path", {{"class", "tip"}, {"d", text("M", x2, " ", below.top, "l-4 -8h8z")}});
  }

  void draw_item(Svg& svg, Item item, const Place& place) {
    if (is_open(item)) {
      const std::size_t module = item - layout_.operations;
      svg.element("rect", {{"class", "open"},
                           {"x", place.left},
                           {"y", place.top},
                           {"width", place.width},
                           {"height", place.height},
                           {"rx", 6}});
      svg.text(place.left + modules_[module].title, place.top + 16, graph_.modules()[module].name, "start",
               "module-name small");
      draw_inside(svg, module, place.left, place.top);
      return;
    }
    const GraphBox shown = box(item);
    const bool is_leaf = !layout_.is_module(item) && graph_.operations()[item].operation == "leaf";
    svg.begin_group({{"class", layout_.is_module(item) ? "folded" : is_leaf ? "leaf" : "operation"}});
    svg.element("rect",
                {{"class", "box"},
                 {"x", place.left},
                 {"y", place.top},
                 {"width", place.width},
                 {"height", place.height},
                 {"rx", is_leaf ? 12 : 4}},
                shown.hover);
    for (std::size_t line = 0; line < shown.lines.size(); ++line) {
      svg.text(place.left + place.width / 2, place.top + 17 + graph_line * static_cast<double>(line),
               shown.lines[line], "middle", line == 0 ? "module-name" : "small");
    }
    svg.end_group();
  }

  const Graph& graph_;
  GraphLayout layout_;
  std::vector<int> depth_;
  int open_;
  std::vector<Measured> modules_;
};

}  // namespace

int readable_depth(const Graph& graph, std::size_t max_boxes) {
  const std::vector<int> depth = depths(graph);
  int open = *std::max_element(depth.begin(), depth.end());
  while (open > 0 && boxes_seen(graph, open) > max_boxes) --open;
  return open;
}

std::string graph_figure(const Graph& graph, const GraphFigure& figure) {
  const int open = figure.open < 0 ? readable_depth(graph) : figure.open;
  const std::size_t boxes = boxes_seen(graph, open);
  if (boxes > 2000) {
    fail("graph_figure: ", boxes,
         " boxes are too many to read; call the operations inside modules and open fewer "
         "levels of them, or draw a smaller graph");
  }
  return Drawing(graph, open).draw(figure.title);
}

}  // namespace heed::show
