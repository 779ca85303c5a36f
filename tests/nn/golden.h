// Golden values: compares a layer with a case of tests/golden/FILE.safetensors. make_golden.py in the same
// folder documents the form of a case, and writes the files with PyTorch.
//
//     Golden golden("layers", "linear");
//     Linear layer(5, 4, rng);
//     golden.load(layer);
//     golden.check({{"y", layer(golden.input("x"))}});      the output, then all gradients
#pragma once

#include "nn/module.h"
#include "tensor/files/safetensors.h"
#include "tensor/token_matrix.h"

#include <string>
#include <utility>
#include <vector>

namespace heed::testing {

class Golden {
 public:
  Golden(const std::string& file, const std::string& name);

  bool has(const std::string& kind, const std::string& name) const;
  Tensor constant(const std::string& name) const { return find("constant", name); }
  double number(const std::string& name) const { return static_cast<double>(constant(name).item()); }
  TokenMatrix tokens(const std::string& name) const;
  std::vector<Index> integers(const std::string& name) const;

  Variable input(const std::string& name);  // a leaf that gets a gradient; the same at each call
  Variable parameter(const std::string& name);
  void load(Module& module);  // all parameters, by name
  // The parameters whose names begin with `prefix` and a dot, into a module whose names do not have it.
  void load(Module& module, const std::string& prefix);

  // Compares the outputs, goes backward from all of them together with their upstream gradients, and compares
  // the gradient of every input and parameter that the case names.
  void check(const std::vector<std::pair<std::string, Variable>>& outputs) const;

 private:
  const Tensor& find(const std::string& kind, const std::string& name) const;

  std::string title_;
  std::vector<std::pair<std::string, Tensor>> tensors_;   // without the case's name: "input/x"
  std::vector<std::pair<std::string, Variable>> leaves_;  // inputs and parameters in use
};

}  // namespace heed::testing
