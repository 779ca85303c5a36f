// The layout of a graph. In each module, its operations and inner modules are arranged in rows:
// each item is below all its inputs, and every line goes from one row to the next (the method of
// Sugiyama, Tagawa and Toda, 1981, applied to each module). The rows do not depend on which modules
// are open, so the figure and the page share the layout. Widths do depend on it, and a reader opens
// modules in the browser, so each of the two measures its boxes and places its slots; the test in
// the browser compares the results.
#pragma once

#include "autograd/watch/graph.h"

#include <cstddef>
#include <vector>

namespace heed::show {

struct GraphLayout {
  // An item of a row: item i is operation i of the graph, item operations + m is module m.
  using Item = std::size_t;

  // A position in a row: the item itself, or only the line from the item to a later row.
  struct Slot {
    Item item;
    bool is_line = false;
  };
  // A line from a slot of `row` to a slot of the next row. It represents `tensors` edges
  // of the graph.
  struct Link {
    std::size_t row, from, to;
    Index tensors;
  };
  struct Module {
    // The first row contains the lines that enter from items outside. The last row contains the
    // one line that leaves; its slot has the module's own item. Either row is missing if there is
    // no such line.
    std::vector<std::vector<Slot>> rows;
    std::vector<Link> links;
    // Modules that are called repeatedly may be inputs of each other; these lines go upward.
    std::vector<std::pair<Item, Item>> upward;
    // In this module and all inner modules; parameters do not count as operations
    Index operations = 0, parameters = 0;
  };

  std::size_t operations;
  // In the order of the graph
  std::vector<Module> modules;
  Item item_of(std::size_t module) const { return operations + module; }
  bool is_module(Item item) const { return item >= operations; }
};

GraphLayout graph_layout(const Graph& graph);

// Where a link ends in its upper and lower slot, in pixels to the right of the centres
// of these slots.
struct LinkEnds {
  double upper = 0, lower = 0;
};

// Returns the centres of the slots of each row for slots of these widths. Links are vertical where
// possible, slots are at least `gap` pixels apart, and the left edge is at 0. `ends` has one entry
// for each link.
std::vector<std::vector<double>> place_slots(const GraphLayout::Module& module,
                                             const std::vector<std::vector<double>>& widths,
                                             const std::vector<LinkEnds>& ends, double gap);

}  // namespace heed::show
