// Figures of lesson 21: small pictures side by side, each with boxes over it.
#pragma once

#include "nn/show/svg.h"
#include "nn/vision/boxes.h"
#include "tensor/tensor.h"

#include <string>
#include <vector>

namespace heed {

struct DrawnBox {
  Box box;              // in pixels of the picture
  int colour;           // 0 to 5
  double opacity = 1;   // from 0 to 1
  bool dashed = false;  // true boxes are dashed
};

struct Panel {
  Tensor picture;  // (size, size); black is 0, and white is the largest value
  std::vector<DrawnBox> boxes = {};
};

// Panels row by row, `across` in each row. Every picture is drawn in the same size.
std::string draw_panels(const std::string& title, const std::vector<Panel>& panels, int across);

}  // namespace heed
