// Draws several small heat maps side by side: the weights of the same words at several
// moments of training.
#pragma once

#include "nn/text/tokenizer.h"
#include "tensor/tensor.h"

#include <string>
#include <vector>

namespace heed {

struct Moment {
  std::string name;  // "after 2 epochs"
  Tensor weights;    // (target words, source time); column 0 is <bos>
};

// Returns an SVG file with one panel for each moment. A panel has a row for each target word and a
// column for each source word. Dark is 0 and light is 1.
std::string panels(const std::string& title, const Words& source, const Words& target,
                   const std::vector<Moment>& moments);

}  // namespace heed
