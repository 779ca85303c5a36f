// One table of all layers. Each row has a layer with random parameters, inputs for it, how to run it, and a plain
// reference. For every row, test_layers.cpp checks that the values are those of the reference, that the
// gradients are the derivatives, that all parameters get one, that state dictionaries are complete, and more.
#pragma once

#include "autograd/gradient_check.h"
#include "nn/module.h"
#include "tests/nn/layer_references.h"

#include <memory>
#include <string>
#include <vector>

namespace heed::testing {

struct LayerCase {
  std::string name;
  std::shared_ptr<Module> module;
  // The first axis of each is the batch. Masks, tokens and lengths are passed as constants.
  std::vector<Variable> inputs;
  VariableFunction run;  // f(inputs), whose first axis is the batch as well
  Reference reference;   // the same result, from only the parameters and inputs
};

// All layers, without dropout; the same seed gives the same parameters and inputs.
std::vector<LayerCase> layer_cases(std::uint64_t seed);

}  // namespace heed::testing
