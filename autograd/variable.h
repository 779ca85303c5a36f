// Variable: a tensor that remembers how it was computed, so that backward() can tell how it depends
// on the parameters.
#pragma once

#include "autograd/backward.h"
#include "tensor/tensor.h"

namespace heed {

class Variable {
 public:
  Variable() = default;
  Variable(const Tensor& constant) : value_(constant) {}  // implicit: a tensor is a constant
  Variable(Tensor value, Shared<Node> node) : value_(std::move(value)), node_(std::move(node)) {}

  const Tensor& value() const { return value_; }
  // For changing the values in place. Do not change a tensor that backward() still needs.
  Tensor& value() { return value_; }
  const Shape& shape() const { return value_.shape(); }
  Index size(int axis) const { return value_.size(axis); }
  int rank() const { return value_.rank(); }
  // select(x, 0, position), recorded (autograd/operations/shape_functions.h).
  Variable operator[](Index position) const;
  Scalar item() const { return value_.item(); }
  bool defined() const { return value_.defined(); }

  bool requires_grad() const { return static_cast<bool>(node_); }
  // The gradient that backward() computed. Parameters always keep theirs, other variables only with
  // keep_gradients. Undefined if there is none.
  const Tensor& grad() const;
  void set_grad(const Tensor& grad);
  void zero_grad();
  void scale_grad(double factor);
  const Shared<Node>& node() const { return node_; }

  // Computes the gradient of this single number with respect to every parameter that it depends on,
  // and adds it to the parameter's gradient. Frees the graph unless options.keep_graph is set. Throws
  // if nothing was recorded, if the graph was already freed, and if a tensor that a rule saved has
  // been changed since.
  void backward(const BackwardOptions& options = {}) const;
  // The same for a result of any shape, given the gradient with respect to the result.
  void backward(const Tensor& upstream, const BackwardOptions& options = {}) const;

  Variable detach() const { return Variable(value_); }  // the same values, without history

 private:
  Tensor value_;
  Shared<Node> node_;
};

// A variable that gets a gradient and was not computed from others: a parameter, an input to study.
Variable leaf(const Tensor& data);

// Prints the value.
std::ostream& operator<<(std::ostream& out, const Variable& x);

// While a NoGrad is in scope, nothing is recorded: for evaluation, and for changing parameters.
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
