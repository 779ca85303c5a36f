#include "autograd/gradient.h"

#include "tensor/comparisons.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {
namespace {

bool is_finite(const Tensor& x) { return std::isfinite(norm(x)); }

// B (k, n) with zeros in the rows that meet only zeros in A (m, k).
Tensor without_unused_rows(const Tensor& A, const Tensor& B) {
  return masked_fill(B, unsqueeze(max(abs(A), 0) == 0, 1), 0);
}

}  // namespace

void Gradient::add(Tensor part) const {
  if (!input_) return;
  if (!part.defined()) fail("the rule gives an undefined gradient to an input of shape ", input_->shape);
  if (!(part.shape() == input_->shape)) part = sum_to(part, input_->shape);
  Tensor& gradient = input_->gradient;
  if (!gradient.defined()) {
    gradient = std::move(part);         // possibly shared with other nodes, so it must not be written to
    if (input_->is_leaf()) in_place();  // an optimiser writes to a parameter's gradient
  } else if (gradient.is_sole_holder() && gradient.is_contiguous()) {
    gradient += part;
  } else {
    gradient = gradient + part;
  }
}

void Gradient::add_product(const Tensor& A, const Tensor& B) const {
  if (!input_) return;
  require_defined("the gradient of a product", A, B);
  if (A.rank() != 2 || B.rank() != 2)
    fail("a product ", A.shape(), " x ", B.shape(), " is not one of matrices");
  const Index m = A.size(0), k = A.size(1), n = B.size(1);
  if (k != B.size(0) || !(input_->shape == Shape{m, n})) {
    fail("a product ", A.shape(), " x ", B.shape(), " cannot be the gradient of an input of shape ",
         input_->shape);
  }
  const bool first = !input_->gradient.defined();
  if (first) input_->gradient = empty({m, n});
  Tensor& C = in_place();
  const auto multiply = [&](const Tensor& rows) {
    kernel::gemm(m, n, k, kernel::last_two_axes(A), kernel::last_two_axes(rows), C.mutable_data(), n,
                 {.accumulate = !first});
  };
  // 0 times NaN is NaN. The first product can be looked at afterwards and be written again.
  multiply(first || m == 0 || is_finite(B) ? B : without_unused_rows(A, B));
  if (first && m > 0 && !is_finite(C)) multiply(without_unused_rows(A, B));
}

Tensor& Gradient::in_place() const {
  if (!input_) fail("Gradient::in_place: this gradient is not wanted; ask wanted() first");
  Tensor& gradient = input_->gradient;
  if (!gradient.defined()) {
    gradient = zeros(input_->shape);
  } else if (!gradient.is_sole_holder() || !gradient.is_contiguous()) {
    gradient = gradient.clone();
  }
  return gradient;
}

}  // namespace heed
