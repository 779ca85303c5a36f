#include "nn/module.h"

#include "autograd/node.h"
#include "tensor/elementwise.h"
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

Parameter::Parameter(Module& owner, std::string name, const Parameter& shared) : Variable(shared) {
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
  std::vector<std::pair<std::string, Variable>> all, found;
  collect("", all);
  std::set<const Node*> seen;
  for (const auto& entry : all) {
    if (seen.insert(entry.second.node().get()).second) found.push_back(entry);
  }
  return found;
}

std::vector<std::pair<std::string, std::string>> Module::shared_names() const {
  std::vector<std::pair<std::string, Variable>> all;
  collect("", all);
  std::map<const Node*, std::string> first;
  std::vector<std::pair<std::string, std::string>> shared;
  for (const auto& [name, variable] : all) {
    const auto [entry, is_new] = first.try_emplace(variable.node().get(), name);
    if (!is_new) shared.emplace_back(name, entry->second);
  }
  return shared;
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
  std::map<std::string, std::string> first_name;  // of each name
  for (const auto& [name, target] : mine) first_name[name] = name;
  for (const auto& [name, first] : shared_names()) first_name[name] = first;

  std::vector<std::string> problems, strangers;
  std::set<std::string> seen;
  std::map<std::string, const std::pair<std::string, Tensor>*> given;  // by first name
  for (const auto& entry : state) {
    const auto& [name, tensor] = entry;
    if (!seen.insert(name).second) {
      strangers.push_back(text("'", name, "' is in the state twice"));
    } else if (!tensor.defined()) {
      strangers.push_back(text("'", name, "' is undefined"));
    } else if (!first_name.contains(name)) {
      strangers.push_back(text("'", name, "' ", tensor.shape(), " is not in this model"));
    } else if (const auto [known, is_new] = given.try_emplace(first_name[name], &entry);
               !is_new && !(known->second->second.shape() == tensor.shape() &&
                            all_equal(known->second->second, tensor))) {
      strangers.push_back(text("'", known->second->first, "' and '", name,
                               "' are one parameter of this model, but differ in the state"));
    }
  }
  for (const auto& [name, target] : mine) {
    const auto found = given.find(name);
    if (found == given.end()) {
      problems.push_back(text("'", name, "' ", target.shape(), " is missing"));
    } else if (const Shape& shape = found->second->second.shape(); !(shape == target.shape())) {
      problems.push_back(
          text("'", found->second->first, "' has shape ", shape, ", this model needs ", target.shape()));
    }
  }
  problems.insert(problems.end(), strangers.begin(), strangers.end());
  if (!problems.empty())
    fail("load_state_dict: the state does not match this model, and nothing was changed:", listed(problems));
  for (auto& [name, target] : mine) target.copy_from(given.at(name)->second);
}

// `printed`: the modules and the parameters' nodes so far, with their dotted names.
void Module::print(const std::string& name, const std::string& prefix, int depth,
                   std::map<const void*, std::string>& printed, std::string& out) const {
  const std::string indent(2 * static_cast<std::size_t>(depth), ' ');
  if (const auto [first, is_new] = printed.try_emplace(this, prefix + name); !is_new) {
    out += text(indent, name, ": the same module as ", first->second, "\n");
    return;
  }
  out += text(indent, name, ": ", parameter_count(), " parameters\n");
  const std::string inside = depth == 0 ? "" : prefix + name + ".";
  for (const auto& [own, variable] : own_parameters_) {
    const auto [first, is_new] = printed.try_emplace(variable.node().get(), inside + own);
    out +=
        text(indent, "  ", own, " ", variable.shape(), is_new ? "" : ", the same as " + first->second, "\n");
  }
  for (const auto& [child_name, child] : children_) child->print(child_name, inside, depth + 1, printed, out);
}

std::string Module::to_string() const {
  std::string out;
  std::map<const void*, std::string> printed;
  print("module", "", 0, printed, out);
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
