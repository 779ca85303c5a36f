// Draws a small tape as a graph.
#pragma once

#include "tutorials/02-derivatives/mini_tape.h"

namespace heed {

// The position of a line of the tape in the drawing: the column and the row of its box.
struct Spot {
  double column, row;
};

// Returns an SVG file: a box for each line with its name, value and gradient, and arrows between
// the boxes, labelled with their slopes.
std::string draw(const MiniTape& tape, const std::vector<double>& gradient, const std::vector<Spot>& spots,
                 const std::string& title);

}  // namespace heed
