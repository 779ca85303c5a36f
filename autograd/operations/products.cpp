#include "autograd/operations/products.h"

#include "autograd/operations/shape_functions.h"
#include "autograd/record.h"

namespace heed {

// C = A B          dL/dA = dL/dC Bᵀ        dL/dB = Aᵀ dL/dC
Variable matmul(const Variable& a, const Variable& b) {
  detail::check_matmul(a.value(), b.value());
  if (a.rank() == 1) return squeeze(matmul(unsqueeze(a, 0), b), b.rank() == 1 ? 0 : -2);
  if (b.rank() == 1) return squeeze(matmul(a, unsqueeze(b, 1)), -1);
  return record(
      "matmul", matmul(a.value(), b.value()),
      Edge{a, [b = Saved(b.value())](const Tensor& grad) { return matmul(grad, transpose(b.get())); }},
      Edge{b, [a = Saved(a.value())](const Tensor& grad) { return matmul(transpose(a.get()), grad); }});
}

// Y = X Wᵀ + b     dL/dX = dL/dY W         dL/dW = dL/dYᵀ X        dL/db = sum over rows of dL/dY
Variable linear(const Variable& x, const Variable& weight, const Variable& bias) {
  return record("linear", linear(x.value(), weight.value(), bias.value()),
                Edge{x, [w = Saved(weight.value())](const Tensor& grad) { return matmul(grad, w); }},
                Edge{weight,
                     [x = Saved(x.value())](const Tensor& grad, Gradient dW) {  // all leading axes are rows
                       dW.add_product(transpose(flatten_leading(grad, 1)), flatten_leading(x.get(), 1));
                     }},
                Edge{bias, [](const Tensor& grad) { return grad; }});
}

}  // namespace heed
