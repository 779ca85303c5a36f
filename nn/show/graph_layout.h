// How a graph is laid out: in each module its operations and the modules within it stand in rows, each below
// all that flows into it, and every line goes from one row to the next. This depends on no module's being
// open or folded, so the figure and the page, which differ in that, share it; what is left to them is to
// measure boxes and to place the rows. (The method is Sugiyama, Tagawa and Toda's of 1981, module by module.)
#pragma once

#include "autograd/watch/graph.h"

#include <cstddef>
#include <vector>

namespace heed::show {

struct GraphLayout {
  // What can stand in a row: operation i of the graph is item i, module m is item operations + m.
  using Item = std::size_t;

  // A place in a row: the item itself, or only the line that comes from it and goes on to a later row.
  struct Slot {
    Item item;
    bool is_line = false;
  };
  // From a slot of `row` to one of the row below. `tensors`: how many edges of the graph it stands for.
  struct Link {
    std::size_t row, from, to;
    Index tensors;
  };
  struct Module {
    // The top row are the lines that enter, from items outside; the bottom row is the one line that leaves,
    // which goes by the module's own item. Either is missing if there is none.
    std::vector<std::vector<Slot>> rows;
    std::vector<Link> links;
    // Modules that are called again and again may lead to each other; these lines go upward.
    std::vector<std::pair<Item, Item>> upward;
    Index operations = 0, parameters = 0;  // in it and in all modules within; parameters are no operations
  };

  std::size_t operations;
  std::vector<Module> modules;  // as in the graph
  Item item_of(std::size_t module) const { return operations + module; }
  bool is_module(Item item) const { return item >= operations; }
};

GraphLayout graph_layout(const Graph& graph);

// Where a link ends in its upper and lower slot, in pixels to the right of the slots' centres.
struct LinkEnds {
  double upper = 0, lower = 0;
};

// The centres of the slots of each row, which take `widths`: links upright where that is possible, slots
// `gap` pixels apart at least, the leftmost edge at 0. `ends` has one entry for each link.
std::vector<std::vector<double>> place_slots(const GraphLayout::Module& module,
                                             const std::vector<std::vector<double>>& widths,
                                             const std::vector<LinkEnds>& ends, double gap);

}  // namespace heed::show
