// Several small heat maps side by side: the same words' weights at several moments of training.
#pragma once

#include "nn/text/tokenizer.h"
#include "tensor/tensor.h"

#include <string>
#include <vector>

namespace heed {

struct Moment {
  std::string name;  // "after 2 epochs"
  Tensor weights;    // (target words, source time), whose column 0 is the mark of the sentence's beginning
};

// One panel for each moment, with a row for each target word and a column for each source word, as an SVG
// file. Dark is 0 and light is 1.
std::string panels(const std::string& title, const Words& source, const Words& target,
                   const std::vector<Moment>& moments);

}  // namespace heed
