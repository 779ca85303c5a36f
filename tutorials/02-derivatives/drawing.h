// The drawing of a small tape as a graph.
#pragma once

#include "tutorials/02-derivatives/mini_tape.h"

namespace heed {

// Where a line of the tape is drawn: the column and the row of its box.
struct Spot {
  double column, row;
};

// Boxes with name, value and gradient of each line, and between them arrows with their slopes; an SVG file.
std::string draw(const MiniTape& tape, const std::vector<double>& gradient, const std::vector<Spot>& spots,
                 const std::string& title);

}  // namespace heed
