// Trace: a written record of what ran. It looks on while it lives:
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
  // One operation, or a value that was there before and that an operation took as its input: a leaf.
  struct Entry {
    std::string operation;
    Scope::Id scope = 0;              // the module at work
    std::vector<std::size_t> inputs;  // the entries they are, counted from 1; 0 is a constant, or no input
    Shape shape;                      // of the result
    std::optional<double> gradient;   // the Euclidean norm of dL/dresult, once backward() has been there
    // Until its result was there, from whatever came last on this thread: an operation, a rule, or the entry
    // or end of a module. A leaf takes none. And how long its rules ran; of several backward(), the last.
    std::optional<Nanoseconds> time, backward_time;
    std::size_t bytes() const { return static_cast<std::size_t>(shape.numel()) * sizeof(Scalar); }
  };

  explicit Trace(Clock clock = steady_clock) : watch_(clock) {}
  const std::vector<Entry>& entries() const { return entries_; }  // in the order of execution
  // One line for each entry. A view's bytes are those of its numbers, though it shares them with its source.
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
