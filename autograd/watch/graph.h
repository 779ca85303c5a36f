// Graph: the operations that lead to a variable, as plain data to draw or list.
//
//     const Graph graph(loss, model.named_parameters());
//     loss.backward();                      // the graph observes the norm of each gradient
//     std::cout << graph.to_dot();          // for Graphviz; nn/show draws it without Graphviz
//
// It keeps no node and no tensor of the variable in memory.
#pragma once

#include "autograd/observer.h"
#include "autograd/variable.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace heed {

class Graph final : public Observer {
 public:
  static constexpr std::size_t constant = static_cast<std::size_t>(-1);
  static constexpr Index max_elements = 4;  // larger tensors do not fit into a box of a drawing

  // A module in which operations were recorded. A module without parameters, such as Dropout, appears once per
  // call. Module 0 means outside of all modules; other modules come after their parents.
  struct Module {
    std::string name, path;  // "layers.1", "decoder.layers.1"
    std::size_t parent = 0;
  };

  struct Operation {
    std::string operation;  // "matmul"; "leaf" for a parameter
    std::string name;       // from `names`, without the module's path; or empty
    std::size_t module = 0;
    Shape shape;                          // of the result
    std::vector<std::size_t> inputs;      // operations, or `constant`
    std::optional<double> gradient_norm;  // Euclidean norm of dL/dresult, after backward()
    // All elements of the result and of its gradient, if they are known and at most `max_elements`. The
    // result is known for named variables, and for those that a KeepValues has kept.
    std::vector<double> value, gradient;
  };

  // `names`, for example a module's named_parameters(), gives variables their names. Throws if `result` tracks
  // no gradient, or if backward() has freed its graph.
  using Names = std::vector<std::pair<std::string, Variable>>;
  explicit Graph(const Variable& result, const Names& names = {});

  const std::vector<Operation>& operations() const { return operations_; }  // in order of creation
  const std::vector<Module>& modules() const { return modules_; }

  // Graphviz's language (graphviz.org/doc/info/lang.html): a box for each operation, clusters for modules.
  std::string to_dot() const;

  void recorded(const char*, const Tensor&, const Shared<Node>&) override {}
  void before_backward(const Node& node, const Tensor& grad) override;
  void after_backward(const Node& node, const Tensor& grad) override;

 private:
  std::size_t module_of(Scope::Id scope);
  void place_leaves();
  void split_calls();
  void take_gradient(const Node& node, const Tensor& grad);

  std::vector<Operation> operations_;
  std::vector<Module> modules_;
  std::unordered_map<Scope::Id, std::size_t> by_scope_;
  std::unordered_map<std::uint64_t, std::size_t> by_node_;  // a node's number -> its operation
};

// While a KeepValues is in scope, it keeps the result of each operation that is recorded, for a Graph
// that is made before the KeepValues goes out of scope.
class KeepValues final : public Observer {
 public:
  KeepValues();
  ~KeepValues() override;

  // The result of `node`, if a KeepValues in scope has kept it; else undefined.
  static Tensor value_of(const Node& node);

 private:
  void recorded(const char* operation, const Tensor& result, const Shared<Node>& node) override;

  static thread_local KeepValues* innermost_;
  KeepValues* outer_;
  std::unordered_map<std::uint64_t, Tensor> values_;  // by the number of the node
};

}  // namespace heed
