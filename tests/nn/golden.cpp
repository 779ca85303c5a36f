#include "tests/nn/golden.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/reductions.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

#include <algorithm>

namespace heed::testing {
Golden::Golden(const std::string& file, const std::string& name) : title_(file + ": " + name) {
  for (auto& [key, tensor] : load_safetensors("tests/golden/" + file + ".safetensors").tensors) {
    if (key.starts_with(name + "/")) tensors_.emplace_back(key.substr(name.size() + 1), tensor);
  }
  if (tensors_.empty()) fail("golden: there is no case '", name, "' in ", file, ".safetensors");
}

bool Golden::has(const std::string& kind, const std::string& name) const {
  return std::any_of(tensors_.begin(), tensors_.end(),
                     [&](const auto& entry) { return entry.first == kind + "/" + name; });
}

const Tensor& Golden::find(const std::string& kind, const std::string& name) const {
  for (const auto& [key, tensor] : tensors_) {
    if (key == kind + "/" + name) return tensor;
  }
  fail("golden: ", title_, " has no ", kind, " '", name, "'");
}

TokenMatrix Golden::tokens(const std::string& name) const {
  const Tensor numbers = constant(name);
  TokenMatrix tokens(numbers.size(0), numbers.size(1));
  const std::vector<Scalar> ids = numbers.to_vector();
  std::transform(ids.begin(), ids.end(), tokens.ids.begin(),
                 [](Scalar id) { return static_cast<Token>(id); });
  return tokens;
}

std::vector<Index> Golden::integers(const std::string& name) const {
  std::vector<Index> result;
  for (Scalar x : constant(name).to_vector()) result.push_back(static_cast<Index>(x));
  return result;
}

Variable Golden::input(const std::string& name) {
  for (const auto& [known, variable] : leaves_) {
    if (known == name) return variable;
  }
  leaves_.emplace_back(name, heed::leaf(find("input", name).clone()));
  return leaves_.back().second;
}

Variable Golden::parameter(const std::string& name) {
  leaves_.emplace_back(name, heed::leaf(find("parameter", name).clone()));
  return leaves_.back().second;
}

void Golden::load(Module& module) {
  std::vector<std::pair<std::string, Tensor>> state;
  for (const auto& [key, tensor] : tensors_) {
    if (key.starts_with("parameter/")) state.emplace_back(key.substr(10), tensor);
  }
  module.load_state_dict(state);
  for (const auto& entry : module.named_parameters()) leaves_.push_back(entry);
}

void Golden::load(Module& module, const std::string& prefix) {
  std::vector<std::pair<std::string, Tensor>> state;
  const std::string begin = "parameter/" + prefix + ".";
  for (const auto& [key, tensor] : tensors_) {
    if (key.starts_with(begin)) state.emplace_back(key.substr(begin.size()), tensor);
  }
  module.load_state_dict(state);
  for (const auto& [name, variable] : module.named_parameters())
    leaves_.emplace_back(prefix + "." + name, variable);
}

void Golden::check(const std::vector<std::pair<std::string, Variable>>& outputs) const {
  INFO(title_);
  Variable total = scalar(0);
  for (const auto& [name, output] : outputs) {
    check_close("output " + name, output.value(), find("output", name));
    total = total + sum(output * Variable(find("upstream", name)));
  }
  total.backward();
  std::size_t outputs_named = 0;
  for (const auto& [key, expected] : tensors_) {
    outputs_named += key.starts_with("output/");
    if (!key.starts_with("gradient/")) continue;
    const std::string name = key.substr(9);
    const auto leaf =
        std::find_if(leaves_.begin(), leaves_.end(), [&](const auto& entry) { return entry.first == name; });
    INFO("gradient of " << name);
    REQUIRE(leaf != leaves_.end());
    REQUIRE(leaf->second.grad().defined());
    check_close("", leaf->second.grad(), expected);
  }
  CHECK(outputs_named == outputs.size());
}

}  // namespace heed::testing
