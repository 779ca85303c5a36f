// The texts and sizes of the boxes in a drawn graph, shared by the figure and the page.
#pragma once

#include "nn/show/graph_layout.h"

#include <string>
#include <string_view>
#include <vector>

namespace heed::show {

struct GraphBox {
  std::vector<std::string> lines;
  // All details in one line
  std::string hover;
  // In pixels
  double width, height;
};

// Distances in pixels: between the lines of a box; between the edge of an open module and its
// content; the height of its title; between the boxes of a row; between rows; and to the right, for
// lines that go upward.
constexpr double graph_line = 16, graph_margin = 12, graph_title = 22;
constexpr double graph_gap = 14, graph_row_gap = 30, graph_upward = 40;

GraphBox operation_box(const Graph& graph, std::size_t operation);
// The box of a folded module.
GraphBox folded_box(const Graph& graph, const GraphLayout& layout, std::size_t module);

// The width of a line that represents this number of tensors.
double line_width(Index tensors);
// "1 tensor", "3 tensors"
std::string tensors_text(Index tensors);

}  // namespace heed::show
