// record: how an operation enters the graph. An operation is one function. It computes its result with
// tensors and says, for each input, how the gradient of the result becomes the gradient of that input:
//
//     // y = e^x        dL/dx = dL/dy y
//     Variable exp(const Variable& x) {
//       const Tensor y = exp(x.value());
//       return record("exp", y, Edge{x, [y = Saved(y)](const Tensor& grad) { return grad * y; }});
//     }
//
// A rule sees only tensors. It never holds a Variable, so a graph cannot keep itself in memory. Rules
// stay simple because the engine does what is common to all of them: it asks only the rules of inputs
// that need a gradient, sums over what broadcasting repeated, and checks shapes.
#pragma once

#include "autograd/gradient.h"
#include "autograd/observer.h"
#include "autograd/variable.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace heed {

// A tensor that a rule keeps for backward. It converts back to the tensor when the rule runs, and
// throws if the values have been written to since.
class Saved {
 public:
  explicit Saved(const Tensor& tensor) : tensor_(tensor), version_(tensor.defined() ? tensor.version() : 0) {}
  const Tensor& get() const;
  operator const Tensor&() const { return get(); }

 private:
  Tensor tensor_;
  unsigned version_;
};

// An input and its backward rule, which is called as
//     Tensor rule(const Tensor& grad)             and returns the input's gradient, or as
//     void rule(const Tensor& grad, Gradient dx)  and adds to it: for a gradient that is a matrix
//                                                 product, or touches only part of a large input.
// Inputs whose gradients share work have one rule. It gets a Gradient for each input and can ask which
// of them are wanted:
//     Edge{{Q, K, V}, [...](const Tensor& grad, Gradient dQ, Gradient dK, Gradient dV) { ... }}
// The rule for a std::vector<Variable> gets a std::vector<Gradient>.
template <class Inputs, class Rule>
struct Edge {
  Inputs inputs;
  Rule rule;
};
template <class Rule>
Edge(const Variable&, Rule) -> Edge<const Variable&, Rule>;
template <std::size_t N, class Rule>
Edge(const Variable (&)[N], Rule) -> Edge<std::array<Variable, N>, Rule>;
template <class Rule>
Edge(const std::vector<Variable>&, Rule) -> Edge<const std::vector<Variable>&, Rule>;

namespace detail {

// The nodes of an operation's inputs: an array if their number is known to the compiler, else a vector.
template <std::same_as<Variable>... Inputs>
std::array<Shared<Node>, sizeof...(Inputs)> nodes_of(const Inputs&... inputs) {
  return {inputs.node()...};
}
template <std::size_t N>
std::array<Shared<Node>, N> nodes_of(const std::array<Variable, N>& inputs) {
  return std::apply([](const auto&... input) { return nodes_of(input...); }, inputs);
}
inline std::vector<Shared<Node>> nodes_of(const std::vector<Variable>& inputs) {
  std::vector<Shared<Node>> nodes;
  for (const Variable& input : inputs) nodes.push_back(input.node());
  return nodes;
}

// Runs the rule of one input, if its gradient is wanted.
template <class Rule>
void run_rule(const Rule& rule, const Tensor& grad, Gradient dx) {
  if (!dx.wanted()) return;
  if constexpr (std::is_invocable_v<const Rule&, const Tensor&, Gradient>) {
    rule(grad, dx);
  } else {
    dx.add(rule(grad));
  }
}

// A recorded operation: with one rule for each input, or one rule for all of them.
template <class Inputs, class... Rules>
class Recorded final : public Node {
 public:
  Recorded(const char* name, const Shape& result, Inputs inputs, Rules... rules)
      : Node(name, result), nodes_(std::move(inputs)), rules_(std::in_place, std::move(rules)...) {
    inputs_ = nodes_;
    leaf_ = false;
  }
  void propagate(const Tensor& grad) override {
    std::apply([&](const Rules&... rules) { run(grad, nodes_, rules...); }, *rules_);
  }
  void release() override {
    rules_.reset();
    inputs_ = {};
    nodes_ = {};
    released_ = true;
  }

 private:
  static void run(const Tensor& grad, const std::array<Shared<Node>, sizeof...(Rules)>& inputs,
                  const Rules&... rules) {
    const Shared<Node>* input = inputs.data();
    (run_rule(rules, grad, Gradient((input++)->get())), ...);
  }
  template <std::size_t N, class Rule>
  static void run(const Tensor& grad, const std::array<Shared<Node>, N>& inputs, const Rule& rule) {
    std::apply([&](const auto&... input) { rule(grad, Gradient(input.get())...); }, inputs);
  }
  template <class Rule>
  static void run(const Tensor& grad, const std::vector<Shared<Node>>& inputs, const Rule& rule) {
    std::vector<Gradient> gradients;
    for (const Shared<Node>& input : inputs) gradients.emplace_back(input.get());
    rule(grad, gradients);
  }

  Inputs nodes_;
  std::optional<std::tuple<Rules...>> rules_;
};

}  // namespace detail

// The result as a Variable, with a node in the graph if any input needs a gradient.
template <class... Inputs, class... Rules>
Variable record(const char* operation, Tensor result, Edge<Inputs, Rules>... edges) {
  Shared<Node> node;
  if (is_recording()) {
    auto inputs = detail::nodes_of(edges.inputs...);
    const auto wanted = [](const Shared<Node>& input) { return static_cast<bool>(input); };
    if (std::any_of(inputs.begin(), inputs.end(), wanted)) {
      using Recorded = detail::Recorded<decltype(inputs), Rules...>;
      node =
          Shared<Node>(new Recorded(operation, result.shape(), std::move(inputs), std::move(edges.rule)...));
    }
  }
  if (Observer::any()) Observer::on_record(operation, result, node);
  return Variable(std::move(result), std::move(node));
}

}  // namespace heed
