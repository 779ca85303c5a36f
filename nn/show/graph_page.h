// The graph of a variable as a page: modules open and fold by mouse or keyboard, and each box shows
// its details while the mouse or the focus is on it.
#pragma once

#include "autograd/watch/graph.h"

#include <string>

namespace heed::show {

// Returns one self-contained HTML file. Throws if the graph has more than 20000 operations, which
// take a browser too long to lay out.
std::string graph_page(const std::string& title, const Graph& graph);

}  // namespace heed::show
