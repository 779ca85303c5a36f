// Trace: a log of the operations that ran while it was in scope:
//
//     Trace trace;
//     loss = cross_entropy(model(x), targets);
//     loss.backward();
//     std::cout << trace.to_string();
//
//     #  module   operation      inputs  shape   bytes  time us  back us  |gradient|
//     1           leaf                   (4, 3)     48                      0.561249
//     2  output   linear         - 1 -   (2, 4)     32      3.4      6.1         ...
#pragma once

#include "autograd/observer.h"
#include "tensor/ground/stopwatch.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace heed {

class Trace final : public Observer {
 public:
  // One operation, or a leaf: a value that existed before the trace and was an operation's input.
  struct Entry {
    std::string operation;
    Scope::Id scope = 0;              // the running module
    std::vector<std::size_t> inputs;  // numbers of the inputs' entries, from 1; 0: a constant, or no input
    Shape shape;                      // of the result
    std::optional<double> gradient;   // the Euclidean norm of dL/dresult, after backward()
    // Time from the previous event on this thread (an operation, a backward rule, or the entry or exit of a
    // module) until the result was ready. A leaf has none.
    std::optional<Nanoseconds> time;
    // Time in its backward rules, in the last backward().
    std::optional<Nanoseconds> backward_time;
    std::size_t bytes() const { return static_cast<std::size_t>(shape.numel()) * sizeof(Scalar); }
  };

  explicit Trace(Clock clock = steady_clock) : watch_(clock) {}
  const std::vector<Entry>& entries() const { return entries_; }  // in the order of execution
  // One line for each entry. The bytes of a view are the size of its elements, although it shares their storage.
  std::string to_string() const;

  void recorded(const char* operation, const Tensor& result, const Shared<Node>& node) override;
  void before_backward(const Node& node, const Tensor& grad) override;
  void after_backward(const Node& node, const Tensor& grad) override;
  void before_module_change() override { watch_.lap(); }

 private:
  std::size_t entry_of(const Node& node);

  Stopwatch watch_;
  std::vector<Entry> entries_;
  std::unordered_map<std::uint64_t, std::size_t> by_node_;  // a node's number -> its entry, counted from 1
};

}  // namespace heed
