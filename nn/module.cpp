#include "nn/module.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <set>

namespace heed {

namespace {

// The first problems, each on a line of its own: a large model may miss thousands of parameters.
std::string listed(const std::vector<std::string>& problems) {
  constexpr std::size_t shown = 8;
  std::string lines;
  for (std::size_t i = 0; i < std::min(problems.size(), shown); ++i)
    lines += "\n  " + shortened(problems[i], 100);
  if (problems.size() > shown) lines += text("\n  and ", problems.size() - shown, " more");
  return lines;
}

}  // namespace

Parameter::Parameter(Module& owner, std::string name, const Tensor& start) : Variable(leaf(start)) {
  owner.check_new(name);
  owner.own_parameters_.emplace_back(std::move(name), *this);
}

void Module::adopt(std::string name, Module& child) {
  check_new(name);
  if (child.contains(*this)) fail("module: '", name, "' cannot be adopted by a module inside itself");
  children_.emplace_back(std::move(name), &child);
}

bool Module::contains(const Module& other) const {
  return this == &other || std::any_of(children_.begin(), children_.end(),
                                       [&other](const auto& child) { return child.second->contains(other); });
}

void Module::check_new(const std::string& name) const {
  const auto has_name = [&name](const auto& entry) { return entry.first == name; };
  if (std::any_of(own_parameters_.begin(), own_parameters_.end(), has_name) ||
      std::any_of(children_.begin(), children_.end(), has_name)) {
    fail("module: the name '", name, "' is taken; each parameter and child needs its own name");
  }
}

void Module::collect(const std::string& prefix, std::vector<std::pair<std::string, Variable>>& found) const {
  for (const auto& [name, variable] : own_parameters_) found.emplace_back(prefix + name, variable);
  for (const auto& [name, child] : children_) child->collect(prefix + name + ".", found);
}

std::vector<std::pair<std::string, Variable>> Module::named_parameters() const {
  std::vector<std::pair<std::string, Variable>> found;
  collect("", found);
  return found;
}

std::vector<Variable> Module::parameters() const {
  std::vector<Variable> found;
  for (auto& [name, variable] : named_parameters()) found.push_back(variable);
  return found;
}

Index Module::parameter_count() const {
  Index count = 0;
  for (const Variable& variable : parameters()) count += variable.value().numel();
  return count;
}

void Module::train(bool on) {
  training_ = on;
  for (const auto& [name, child] : children_) child->train(on);
}

void Module::zero_grad() {
  for (Variable& variable : parameters()) variable.zero_grad();
}

std::vector<std::pair<std::string, Tensor>> Module::state_dict() const {
  std::vector<std::pair<std::string, Tensor>> state;
  for (const auto& [name, variable] : named_parameters()) state.emplace_back(name, variable.value());
  return state;
}

void Module::load_state_dict(const std::vector<std::pair<std::string, Tensor>>& state) {
  std::vector<std::pair<std::string, Tensor>> mine = state_dict();
  std::vector<std::string> problems;
  std::vector<std::pair<Tensor*, const Tensor*>> copies;
  for (auto& [name, target] : mine) {
    const auto given = std::find_if(state.begin(), state.end(),
                                    [&name = name](const auto& entry) { return entry.first == name; });
    if (given == state.end()) {
      problems.push_back(text("'", name, "' ", target.shape(), " is missing"));
    } else if (!(given->second.shape() == target.shape())) {
      problems.push_back(
          text("'", name, "' has shape ", given->second.shape(), ", this model needs ", target.shape()));
    } else {
      copies.emplace_back(&target, &given->second);
    }
  }
  for (const auto& [name, tensor] : state) {
    const bool known = std::any_of(mine.begin(), mine.end(),
                                   [&name = name](const auto& entry) { return entry.first == name; });
    if (!known) problems.push_back(text("'", name, "' ", tensor.shape(), " is not in this model"));
  }
  if (!problems.empty())
    fail("load_state_dict: the state does not match this model, and nothing was changed:", listed(problems));
  for (auto& [target, source] : copies) target->copy_from(*source);
}

void Module::print(const std::string& name, int depth, std::string& out) const {
  const std::string indent(2 * static_cast<std::size_t>(depth), ' ');
  out += text(indent, name, ": ", parameter_count(), " parameters\n");
  for (const auto& [own, variable] : own_parameters_)
    out += text(indent, "  ", own, " ", variable.shape(), "\n");
  for (const auto& [child_name, child] : children_) child->print(child_name, depth + 1, out);
}

std::string Module::to_string() const {
  std::string out;
  print("module", 0, out);
  return out;
}

std::vector<Shape> unregistered_parameters(const Variable& result, const Module& module) {
  std::set<const Node*> known, seen;
  for (const Variable& variable : module.parameters()) known.insert(variable.node().get());
  std::vector<Shape> strangers;
  std::vector<const Node*> open{result.node().get()};
  while (!open.empty()) {
    const Node* node = open.back();
    open.pop_back();
    if (!node || !seen.insert(node).second) continue;
    if (node->is_leaf() && !known.count(node)) strangers.push_back(node->shape);
    for (const Shared<Node>& input : node->inputs()) open.push_back(input.get());
  }
  return strangers;
}

}  // namespace heed
