// Node: one operation in the recorded graph. A node does not hold the values that the operation
// computed (its Variable does). It remembers the nodes of the operation's inputs and how a gradient
// flows back to each of them.
#pragma once

#include "tensor/ground/scope.h"
#include "tensor/tensor.h"

#include <span>

namespace heed {

class Node {
 public:
  Node(const char* operation, const Shape& shape);
  virtual ~Node() = default;

  // The nodes of the inputs; the pointer of an input that needs no gradient is empty.
  std::span<const Shared<Node>> inputs() const { return inputs_; }
  // Runs the backward rules: adds to each input's gradient. A leaf has no inputs and no rules.
  virtual void propagate(const Tensor& /*grad*/) {}
  // Frees the rules, the tensors that they saved, and the inputs.
  virtual void release() {}

  bool is_leaf() const { return leaf_; }
  bool is_released() const { return released_; }

  const char* operation;    // "matmul"; "leaf" for a parameter
  std::uint64_t number;     // order of creation: an input's number is smaller than its user's
  Scope::Id scope;          // the module that was running when the operation was recorded
  Shape shape;              // the shape of the result, and of its gradient
  Tensor gradient;          // undefined until backward() reaches the node
  std::uint64_t visit = 0;  // the last traversal of the graph that reached this node
  unsigned holders = 0;

  // Destroying a node frees its inputs, and those free theirs. A loop does this instead of a
  // recursion, because a chain may be a million nodes long.
  static void destroy(Node* node);
  static void* operator new(std::size_t bytes) { return allocate_block(bytes); }
  static void operator delete(void* node, std::size_t bytes) { release_block(node, bytes); }

 protected:
  // A view of the inputs, which the derived class owns. A debugger reads it, because calling a virtual
  // function of the stopped program fails on some machines and in core dumps.
  std::span<const Shared<Node>> inputs_;
  bool leaf_ = true;
  bool released_ = false;

 private:
  Node* next_doomed_ = nullptr;
};

}  // namespace heed
