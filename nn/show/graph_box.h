// What stands in the boxes of a drawn graph, and how large they are: shared by the figure and the page.
#pragma once

#include "nn/show/graph_layout.h"

#include <string>
#include <string_view>
#include <vector>

namespace heed::show {

struct GraphBox {
  std::vector<std::string> lines;
  std::string hover;     // all that is known, in one line
  double width, height;  // pixels
};

constexpr double graph_line = 16;    // pixels from one line of a box to the next
constexpr double graph_margin = 12;  // inside an open module, around all; its title takes 22 more
constexpr double graph_title = 22;
constexpr double graph_gap = 14;      // between boxes of a row
constexpr double graph_row_gap = 30;  // between rows
constexpr double graph_upward = 40;   // how far lines that go upward reach to the right

GraphBox operation_box(const Graph& graph, std::size_t operation);
// A module that is folded into one box.
GraphBox folded_box(const Graph& graph, const GraphLayout& layout, std::size_t module);

// How thick the line is that stands for so many edges.
double line_width(Index tensors);
std::string tensors_text(Index tensors);  // "1 tensor", "3 tensors"

}  // namespace heed::show
