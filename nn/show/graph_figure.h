// A variable's graph as a figure: operations as boxes, modules as boxes around them, data flowing downward.
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
  // How many levels of modules are open; those further in are folded into one box each. Negative: as many as
  // leave at most 60 boxes to look at.
  int open = -1;
};

// Throws when there would be more than 2000 boxes, which nobody can read.
std::string graph_figure(const Graph& graph, const GraphFigure& figure = {});

// How deep the modules are that a figure of at most `most` boxes has open; 0 when even that is too much.
int readable_depth(const Graph& graph, std::size_t most = 60);

}  // namespace heed::show
