// One table of all layers. Each row has a layer with random parameters, inputs for it, how to run it, and a plain
// reference. Every row is checked for its values against the reference, for its gradients, that all parameters
// get one, that state dictionaries carry everything, and more (test_layers.cpp).
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
  // The first axis of each is the batch. Masks, tokens and lengths are constants among them.
  std::vector<Variable> inputs;
  VariableFunction run;  // f(inputs), whose first axis is the batch as well
  Reference reference;   // the same from the parameters and inputs alone
};

// All layers, without dropout; the same seed gives the same.
std::vector<LayerCase> layer_cases(std::uint64_t seed);

}  // namespace heed::testing
