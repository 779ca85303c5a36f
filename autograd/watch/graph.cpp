#include "autograd/watch/graph.h"

#include "autograd/backward.h"
#include "tensor/ground/error.h"
#include "tensor/reduce.h"

#include <utility>

namespace heed {
namespace {

std::vector<double> numbers(const Tensor& x) {
  if (!x.defined() || x.numel() > Graph::max_elements) return {};
  return x.to_doubles();
}

// A quoted string of DOT. Quotes and backslashes are escaped, and & too, because labels may contain HTML entities.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '&') {
      result += "&amp;";
    } else {
      result += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    }
  }
  return result + "\"";
}

// "weight" for "norm.weight" in the module "encoder.norm".
std::string without_module(const std::string& name, const std::string& module) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return name;
  const std::string owner = name.substr(0, dot);
  return module == owner || module.ends_with("." + owner) ? name.substr(dot + 1) : name;
}

}  // namespace

Graph::Graph(const Variable& result, const Names& names) : modules_(1), by_scope_{{0, 0}} {
  if (!result.requires_grad()) fail("graph: this variable tracks no gradient, so no graph leads to it");
  const std::vector<Shared<Node>> nodes = youngest_first(result.node());
  operations_.reserve(nodes.size());
  for (auto place = nodes.rbegin(); place != nodes.rend(); ++place) {  // in order of creation
    const Node& node = **place;
    if (node.is_released()) {
      fail("graph: what led to '", node.operation,
           "' was freed by backward(); make the Graph before backward(), or pass keep_graph to it");
    }
    by_node_[node.number] = operations_.size();
    Operation operation{node.operation,
                        "",
                        module_of(node.scope),
                        node.shape,
                        {},
                        {},
                        numbers(KeepValues::value_of(node)),
                        {}};
    for (const Shared<Node>& input : node.inputs())
      operation.inputs.push_back(input ? by_node_.at(input->number) : constant);
    operations_.push_back(std::move(operation));
    if (node.gradient.defined()) take_gradient(node, node.gradient);
  }
  operations_.back().value = numbers(result.value());
  place_leaves();
  split_calls();
  for (const auto& [name, variable] : names) {
    const auto found = by_node_.find(variable.requires_grad() ? variable.node()->number : 0);
    if (found == by_node_.end()) continue;
    Operation& operation = operations_[found->second];
    operation.name = without_module(name, modules_[operation.module].path);
    operation.value = numbers(variable.value());
  }
}

std::size_t Graph::module_of(Scope::Id scope) {
  const auto found = by_scope_.find(scope);
  if (found != by_scope_.end()) return found->second;
  const std::size_t parent = module_of(Scope::outer(scope));  // as deep as modules are nested
  modules_.push_back({Scope::name(scope), Scope::path(scope), parent});
  return by_scope_[scope] = modules_.size() - 1;
}

// A parameter was created before any module ran; it belongs to the module that uses it. If several modules use
// it, it belongs to the innermost module that contains them all.
void Graph::place_leaves() {
  constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
  std::vector<std::size_t> place(operations_.size(), nowhere);
  for (const Operation& user : operations_) {
    for (const std::size_t input : user.inputs) {
      if (input == constant) continue;
      std::size_t common = place[input] == nowhere ? user.module : place[input], other = user.module;
      while (common != other) {  // parents have smaller numbers
        std::size_t& inner = common > other ? common : other;
        inner = modules_[inner].parent;
      }
      place[input] = common;
    }
  }
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    if (operations_[i].operation == "leaf" && place[i] != nowhere) operations_[i].module = place[i];
  }
}

// A module without parameters, such as Dropout, is only a function: each of its calls becomes a module.
// Otherwise everything that runs between two calls would seem to lead both from it and to it.
void Graph::split_calls() {
  std::vector<bool> has_parameters(modules_.size());
  for (const Operation& at : operations_) {
    if (at.operation != "leaf") continue;
    for (std::size_t m = at.module; !has_parameters[m] && m != 0; m = modules_[m].parent)
      has_parameters[m] = true;
  }
  has_parameters[0] = true;
  // For the modules of the current call: a module -> its copy for this call.
  std::unordered_map<std::size_t, std::size_t> copies;
  std::vector<bool> called(modules_.size());
  std::size_t running = 0;
  for (Operation& at : operations_) {
    if (at.operation == "leaf") continue;
    std::vector<std::size_t> functions;  // from the innermost outward
    for (std::size_t m = at.module; !has_parameters[m]; m = modules_[m].parent) functions.push_back(m);
    const std::size_t outermost = functions.empty() ? 0 : functions.back();
    if (outermost != running) copies.clear();
    running = outermost;
    for (auto place = functions.rbegin(); place != functions.rend(); ++place) {
      if (copies.count(*place)) continue;
      std::size_t copy = *place;
      if (called[*place]) {
        copy = modules_.size();
        Module again = modules_[*place];
        if (*place != outermost) again.parent = copies.at(again.parent);
        modules_.push_back(std::move(again));
      }
      called[*place] = true;
      copies[*place] = copy;
    }
    if (!functions.empty()) at.module = copies.at(at.module);
  }
}

void Graph::take_gradient(const Node& node, const Tensor& grad) {
  const auto found = by_node_.find(node.number);
  if (found == by_node_.end()) return;  // a node of a different graph
  operations_[found->second].gradient_norm = norm(grad);
  operations_[found->second].gradient = numbers(grad);
}

void Graph::before_backward(const Node& node, const Tensor& grad) { take_gradient(node, grad); }

// A leaf has no backward rules: its gradient is read each time an operation has added to it.
void Graph::after_backward(const Node& node, const Tensor&) {
  for (const Shared<Node>& input : node.inputs()) {
    if (input && input->is_leaf() && input->gradient.defined()) take_gradient(*input, input->gradient);
  }
}

std::string Graph::to_dot() const {
  std::vector<std::vector<std::size_t>> inside(modules_.size()), children(modules_.size());
  for (std::size_t i = 0; i < operations_.size(); ++i) inside[operations_[i].module].push_back(i);
  for (std::size_t m = 1; m < modules_.size(); ++m) children[modules_[m].parent].push_back(m);

  std::string dot =
      "digraph heed {\n  node [shape=box, fontname=\"sans-serif\"];\n  graph [fontname=\"sans-serif\"];\n";
  const auto write = [&](const auto& self, std::size_t module, const std::string& indent) -> void {
    for (const std::size_t i : inside[module]) {
      const Operation& at = operations_[i];
      std::string label =
          (at.name.empty() ? "" : at.name + ": ") + at.operation + "\n" + at.shape.to_string();
      if (at.gradient_norm) label += text("\n|gradient| ", *at.gradient_norm);
      dot += text(indent, "n", i, " [label=", quoted(label), at.operation == "leaf" ? ", style=rounded" : "",
                  "];\n");
    }
    for (const std::size_t child : children[module]) {
      dot += text(indent, "subgraph cluster_", child, " {\n", indent,
                  "  label=", quoted(modules_[child].name), ";\n");
      self(self, child, indent + "  ");
      dot += indent + "}\n";
    }
  };
  write(write, 0, "  ");
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    for (const std::size_t input : operations_[i].inputs) {
      if (input != constant) dot += text("  n", input, " -> n", i, ";\n");
    }
  }
  return dot + "}\n";
}

thread_local KeepValues* KeepValues::innermost_ = nullptr;

KeepValues::KeepValues() : outer_(std::exchange(innermost_, this)) {}
KeepValues::~KeepValues() {
  KeepValues** keeper = &innermost_;
  while (*keeper != this) keeper = &(*keeper)->outer_;
  *keeper = outer_;
}

Tensor KeepValues::value_of(const Node& node) {
  for (const KeepValues* keeper = innermost_; keeper; keeper = keeper->outer_) {
    const auto found = keeper->values_.find(node.number);
    if (found != keeper->values_.end()) return found->second;
  }
  return {};
}

void KeepValues::recorded(const char*, const Tensor& result, const Shared<Node>& node) {
  if (node && result.numel() <= Graph::max_elements) values_[node->number] = result;
}

}  // namespace heed
