// A variable's graph as a page: modules open and fold at a click or a key, each box tells all that is known
// of it when the mouse or the focus rests on it.
#pragma once

#include "autograd/watch/graph.h"

#include <string>

namespace heed::show {

// One self-contained HTML file. Throws when the graph has more than 20000 operations, which no browser lays
// out in time.
std::string graph_page(const std::string& title, const Graph& graph);

}  // namespace heed::show
