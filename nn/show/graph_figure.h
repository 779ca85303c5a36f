// The graph of a variable as a figure: operations are boxes, modules are boxes around them,
// data flow downward.
//
//   KeepValues keep;
//   Variable d = a * b + c;
//   Graph graph(d, {{"a", a}, {"b", b}, {"c", c}, {"d", d}});
//   d.backward();
//   write_file("graph.svg", {graph_figure(graph)});
#pragma once

#include "autograd/watch/graph.h"

#include <string>

namespace heed::show {

struct GraphFigure {
  std::string title = "";
  // The number of levels of modules that are open; each module on a deeper level is folded into one
  // box. If negative, as many levels as leave at most 60 boxes.
  int open = -1;
};

// Throws if there would be more than 2000 boxes, which is too many to read.
std::string graph_figure(const Graph& graph, const GraphFigure& figure = {});

// The number of levels of modules that a figure of at most `max_boxes` boxes has open; 0 if there
// are more boxes even then.
int readable_depth(const Graph& graph, std::size_t max_boxes = 60);

}  // namespace heed::show
