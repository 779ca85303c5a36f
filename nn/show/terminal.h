// A heat map in the terminal. In colour, each half-block character shows two rows of the
// matrix, so that forty by forty words fit into a window. Without colour, each value is a shade
// from " .:-=+*#%@".
#pragma once

#include "nn/show/heat_map.h"

#include <cstdio>
#include <string>

namespace heed::show {

struct Terminal {
  // Whether it shows colours and the block characters of Unicode
  bool colour = false;
  // The maximum width of a line
  int columns = 80;
  // Whether colours are limited to the 256 of xterm instead of 24 bits
  bool palette = false;
};

// Finds the properties of `stream`. It has colour if it is a terminal, if the environment's
// COLORTERM or TERM announces 24 bits or 256 colours, if TERM is not "dumb", and if NO_COLOR is
// unset or empty (no-color.org). Its width is the width of the window, or 80 if that is unknown.
Terminal terminal(std::FILE* stream = stdout);

// Returns the map as lines that end in '\n'. Row labels are next to the rows; in colour, the label
// of the upper row is on the left, at "▀", and that of the lower row on the right, at "▄". Column
// labels are written downward. If they are too long or too wide for that, columns are numbered, and
// a legend lists the labels. Long labels are cut to fit `columns`; lines are longer only if the
// matrix has more columns than the window. Throws like heat_map().
std::string heat_map_text(const HeatMap& map, const Terminal& terminal);

}  // namespace heed::show
