// record: how an operation enters the graph. An operation is one function that computes its result with
// tensors and says, for each input, how the gradient of the result becomes the gradient of that input:
//
//     // y = e^x        dL/dx = dL/dy y
//     Variable exp(const Variable& x) {
//       const Tensor y = exp(x.data());
//       return record("exp", y, Edge{x, [y = Saved(y)](const Tensor& grad) { return grad * y; }});
//     }
//
// A rule sees only tensors; it never holds a Variable, so no graph can hold itself alive. The engine asks
// only the rules whose input wants a gradient, sums over what broadcasting repeated, and checks shapes; rules
// need not.
#pragma once

#include "autograd/observer.h"
#include "autograd/variable.h"

#include <array>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace heed {

// A tensor that a rule keeps for later. It turns back into the tensor when the rule runs, and throws if the
// numbers have been written to in between.
class Saved {
 public:
  explicit Saved(const Tensor& tensor) : tensor_(tensor), version_(tensor.defined() ? tensor.version() : 0) {}
  const Tensor& get() const;
  operator const Tensor&() const { return get(); }

 private:
  Tensor tensor_;
  unsigned version_;
};

// An input with its rule. The rule is called as
//     Tensor rule(const Tensor& grad)              and returns the input's gradient, or as
//     void rule(const Tensor& grad, Tensor& into)  and adds it to `into`: for a gradient that touches only
//                                                  part of a large input, or as
//     void rule(const Tensor& grad, Tensor& into, bool first)
//                                                  for what can add as well as write, as a product can:
//                                                  `first` says that `into` holds nothing yet and is to be
//                                                  written.
template <class Rule>
struct Edge {
  const Variable& input;
  Rule rule;
};
template <class Rule>
Edge(const Variable&, Rule) -> Edge<Rule>;

namespace detail {

template <class Rule>
void follow(const Rule& rule, const Tensor& grad, const Shared<Node>& input) {
  if (!input) return;
  if constexpr (std::is_invocable_v<const Rule&, const Tensor&, Tensor&, bool>) {
    bool first;
    Tensor& into = input->gradient_to_write(first);
    try {
      rule(grad, into, first);
    } catch (...) {
      if (first) input->gradient = Tensor();  // arbitrary numbers are nobody's gradient
      throw;
    }
  } else if constexpr (std::is_invocable_v<const Rule&, const Tensor&, Tensor&>) {
    rule(grad, input->gradient_in_place());
  } else {
    input->accumulate(rule(grad));
  }
}

template <class... Rules>
class Recorded final : public Node {
 public:
  Recorded(const char* name, const Shape& result, Edge<Rules>&&... edges)
      : Node(name, result), nodes_{edges.input.node()...}, rules_(std::in_place, std::move(edges.rule)...) {
    inputs_ = nodes_;
    leaf_ = false;
  }
  void propagate(const Tensor& grad) override {
    [&]<std::size_t... I>(std::index_sequence<I...>) { (follow(std::get<I>(*rules_), grad, nodes_[I]), ...); }
    (std::index_sequence_for<Rules...>{});
  }
  void release() override {
    rules_.reset();
    inputs_ = {};
    nodes_ = {};
    released_ = true;
  }

 private:
  std::array<Shared<Node>, sizeof...(Rules)> nodes_;
  std::optional<std::tuple<Rules...>> rules_;
};

// One rule for all inputs; Rule returns their gradients in a container of as many Tensors.
template <class Inputs, class Rule>
class RecordedJointly final : public Node {
 public:
  RecordedJointly(const char* name, const Shape& result, Inputs inputs, Rule rule)
      : Node(name, result), nodes_(std::move(inputs)), rule_(std::move(rule)) {
    inputs_ = nodes_;
    leaf_ = false;
  }
  void propagate(const Tensor& grad) override {
    const auto gradients = (*rule_)(grad);
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      if (inputs_[i] && gradients[i].defined()) inputs_[i]->accumulate(gradients[i]);
    }
  }
  void release() override {
    rule_.reset();
    inputs_ = {};
    nodes_ = {};
    released_ = true;
  }

 private:
  Inputs nodes_;
  std::optional<Rule> rule_;
};

}  // namespace detail

template <class... Rules>
Variable record(const char* operation, Tensor result, Edge<Rules>... edges) {
  Shared<Node> node;
  if (is_recording() && (edges.input.requires_grad() || ...)) {
    node = Shared<Node>(new detail::Recorded<Rules...>(operation, result.shape(), std::move(edges)...));
  }
  if (Observer::any()) Observer::on_record(operation, result, node);
  return Variable(std::move(result), std::move(node));
}

// For an operation whose gradients share work: rule(grad) returns a std::array of all inputs' gradients. An
// undefined tensor among them says: nothing for that input.
template <std::size_t N, class Rule>
Variable record_jointly(const char* operation, Tensor result, const Variable* const (&inputs)[N], Rule rule) {
  Shared<Node> node;
  std::array<Shared<Node>, N> nodes;
  bool tracked = false;
  for (std::size_t i = 0; i < N; ++i) {
    nodes[i] = inputs[i]->node();
    tracked = tracked || nodes[i];
  }
  if (is_recording() && tracked) {
    using Joint = detail::RecordedJointly<std::array<Shared<Node>, N>, Rule>;
    node = Shared<Node>(new Joint(operation, result.shape(), std::move(nodes), std::move(rule)));
  }
  if (Observer::any()) Observer::on_record(operation, result, node);
  return Variable(std::move(result), std::move(node));
}

// The same for any number of inputs: rule(grad) returns a std::vector<Tensor>.
template <class Rule>
Variable record_list(const char* operation, Tensor result, const std::vector<Variable>& inputs, Rule rule) {
  Shared<Node> node;
  std::vector<Shared<Node>> nodes;
  bool tracked = false;
  for (const Variable& input : inputs) {
    nodes.push_back(input.node());
    tracked = tracked || input.requires_grad();
  }
  if (is_recording() && tracked) {
    using Joint = detail::RecordedJointly<std::vector<Shared<Node>>, Rule>;
    node = Shared<Node>(new Joint(operation, result.shape(), std::move(nodes), std::move(rule)));
  }
  if (Observer::any()) Observer::on_record(operation, result, node);
  return Variable(std::move(result), std::move(node));
}

}  // namespace heed
