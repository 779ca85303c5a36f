// Node: one operation in the recorded graph. It does not hold the numbers that the operation made (its
// Variable does); it remembers which nodes its inputs came from, and for each of them how a gradient flows
// back.
#pragma once

#include "tensor/ground/scope.h"
#include "tensor/tensor.h"

#include <span>
#include <vector>

namespace heed {

class Node {
 public:
  Node(const char* operation, const Shape& shape);
  virtual ~Node() = default;

  // The nodes of the inputs; an input that needs no gradient is an empty pointer.
  std::span<const Shared<Node>> inputs() const { return inputs_; }
  // Hands each input its share of the gradient. Only nodes made by record() have anything to hand on.
  virtual void propagate(const Tensor& /*grad*/) {}
  // Forgets rules, saved tensors and inputs.
  virtual void release() {}

  // Adds to this node's gradient. What broadcasting repeated is summed; any other difference in shape is an
  // error.
  void accumulate(Tensor grad);
  // This node's gradient, ready to be added to in place: zeros at first.
  Tensor& gradient_in_place();
  // The same for who can write as well as add: `first` tells that there is nothing to add to yet, and that
  // the tensor's numbers are arbitrary and must all be written.
  Tensor& gradient_to_write(bool& first);

  bool is_leaf() const { return leaf_; }
  bool is_released() const { return released_; }

  const char* operation;  // "matmul"; "leaf" for a parameter
  std::uint64_t number;   // order of creation: an input's number is smaller than its user's
  Scope::Id scope;        // the module at work when it was recorded
  Shape shape;            // of the result, and so of the gradient
  Tensor gradient;        // none until backward() reaches the node
  Tensor
      value;  // its result, kept only of what is recorded while a KeepValues lives (autograd/watch/graph.h)
  std::uint64_t visit = 0;  // the last walk through the graph that reached it
  unsigned holders = 0;

  // A node lets go of its inputs, which let go of theirs: done in a loop, for a chain may be a million long.
  static void destroy(Node* node);
  static void* operator new(std::size_t bytes) { return allocate_block(bytes); }
  static void operator delete(void* node, std::size_t bytes) { release_block(node, bytes); }

 protected:
  // The derived class owns the inputs and points here. (A function would do, but a debugger could not show
  // the inputs then: calling a function of the stopped program fails on some machines and in core dumps.)
  std::span<const Shared<Node>> inputs_;
  bool leaf_ = true;
  bool released_ = false;

 private:
  Node* next_doomed_ = nullptr;
};

// All nodes that lead to `result`, itself included, the youngest first. A node is made after its inputs, so
// this is an order in which each node comes before its inputs: when its turn comes in backward(), every
// gradient that flows into it has arrived.
std::vector<Shared<Node>> youngest_first(const Shared<Node>& result);

}  // namespace heed
