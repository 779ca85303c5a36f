// Draws what a network has learned: for each moment one panel, with the plane coloured by the
// probability of spiral 1, and the points on it.
#pragma once

#include "tensor/tensor.h"

#include <string>
#include <vector>

namespace heed {

struct Panel {
  std::string name;
  Tensor probability;  // (side, side): row 0 is the top, from -1.2 to 1.2 along both axes
};

std::string boundary_panels(const std::string& title, const std::vector<Panel>& panels, const Tensor& x,
                            const Tensor& y);

}  // namespace heed
