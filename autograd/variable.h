// Variable: a tensor whose history is remembered, so that backward() can tell how it depends on the
// parameters.
#pragma once

#include "autograd/node.h"
#include "tensor/tensor.h"

namespace heed {

struct BackwardOptions {
  bool keep_graph = false;      // allow another backward() through the same graph
  bool keep_gradients = false;  // keep every node's gradient for looking at, not only the parameters'
};

class Variable {
 public:
  Variable() = default;
  Variable(const Tensor& constant) : value_(constant) {}  // implicit: a tensor is a constant
  Variable(Tensor data, Shared<Node> node) : value_(std::move(data)), node_(std::move(node)) {}

  const Tensor& value() const { return value_; }
  Tensor& value() { return value_; }  // to change the numbers in place; what backward needs must not change
  const Shape& shape() const { return value_.shape(); }
  Index size(int axis) const { return value_.size(axis); }
  int rank() const { return value_.rank(); }
  // select(x, 0, position), recorded (autograd/operations/shape_functions.h).
  Variable operator[](Index position) const;
  Scalar item() const { return value_.item(); }
  bool defined() const { return value_.defined(); }

  bool requires_grad() const { return static_cast<bool>(node_); }
  // The gradient that backward() left here: of a parameter always, of other variables on request. Undefined
  // if there is none.
  const Tensor& grad() const;
  void set_grad(const Tensor& grad);
  void zero_grad();
  void scale_grad(double factor);
  const Shared<Node>& node() const { return node_; }

  // Computes the gradient of this single number with respect to every parameter it came from, and adds it to
  // theirs. The graph is let go of unless options.keep_graph says otherwise. Throws when nothing was tracked,
  // when the graph is gone already, and when a tensor that a rule saved has been changed since.
  void backward(const BackwardOptions& options = {}) const;
  // The same from a result of any shape, given the gradient with respect to it.
  void backward(const Tensor& upstream, const BackwardOptions& options = {}) const;

  Variable detach() const { return Variable(value_); }  // the same numbers, without history

 private:
  Tensor value_;
  Shared<Node> node_;
};

// A leaf that gradients are wanted for.
Variable leaf(const Tensor& data);

// Prints the value.
std::ostream& operator<<(std::ostream& out, const Variable& x);

// While a NoGrad lives, nothing is recorded: for evaluation, and for changing parameters.
class NoGrad {
 public:
  NoGrad();
  ~NoGrad();
  NoGrad(const NoGrad&) = delete;
  NoGrad& operator=(const NoGrad&) = delete;

 private:
  bool before_;
};
bool is_recording();

}  // namespace heed
