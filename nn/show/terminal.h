// A heat map in the terminal. In colour each half-block character holds two rows of the matrix, so
// forty words by forty still fit a window; without colour the strength is a shade from " .:-=+*#%@".
#pragma once

#include "nn/show/heat_map.h"

#include <cstdio>
#include <string>

namespace heed::show {

struct Terminal {
  bool colour = false;   // colours and Unicode's block characters
  int columns = 80;      // how wide a line may be
  bool palette = false;  // the colours are xterm's 256, not those of 24 bits
};

// What `stream` is: a terminal with colour if it is one at all, the environment's COLORTERM or TERM tells of
// 24 bits or of 256 colours, TERM is not dumb, and NO_COLOR is unset or empty (no-color.org). Its width is
// the window's, 80 when unknown.
Terminal terminal(std::FILE* stream = stdout);

// The map as lines that end in '\n'. Row labels stand beside the rows; in colour the upper row's name stands
// on the left, at "▀", the lower row's on the right, at "▄". Column labels run downward; where they are too
// long or too wide for that, columns are numbered and a legend tells the names. Long labels are cut to fit
// `columns`; only a matrix with more columns than the window makes longer lines. Throws like heat_map().
std::string heat_map_text(const HeatMap& map, const Terminal& terminal);

}  // namespace heed::show
