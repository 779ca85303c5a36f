// Gradient: the gradient of one input while backward() collects it. An input that is used several
// times gets the sum of what each use contributes, so rules add to a Gradient and never replace it.
#pragma once

#include "autograd/node.h"

namespace heed {

class Gradient {
 public:
  explicit Gradient(Node* input) : input_(input) {}

  // Whether this gradient is needed. If not, a rule may skip the work, and adding does nothing.
  bool wanted() const { return input_ != nullptr; }

  // Adds `part`. If the operation broadcast the input, `part` has the broadcast shape and is summed to
  // the input's shape first; any other difference in shape is an error.
  void add(Tensor part) const;

  // Adds the matrix product A B, computed straight into the gradient: A (m, k), B (k, n) for an input
  // of shape (m, n). The first product is written, not added to zeros. A row of B that meets only zeros in A
  // adds nothing, even if it holds NaN or infinity.
  void add_product(const Tensor& A, const Tensor& B) const;

  // The gradient itself, zeros at first, for adding to a part of it in place. Requires wanted().
  Tensor& in_place() const;

 private:
  Node* input_;
};

}  // namespace heed
