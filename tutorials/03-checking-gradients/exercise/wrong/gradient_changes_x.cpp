// expect: a copy of a Tensor is a view of the same elements
#define measured_gradient right_measured_gradient
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef measured_gradient

namespace heed::exercise {

Tensor measured_gradient(const std::function<Tensor(const Tensor&)>& f, const Tensor& x,
                         const Tensor& upstream) {
  Tensor gradient = zeros(x.shape());
  Tensor slots = reshape(gradient, {x.numel()});
  Tensor moved = x;
  Tensor element = reshape(moved, {x.numel()});
  for (Index i = 0; i < x.numel(); ++i) {
    element.at(i) += static_cast<Scalar>(0.01);
    const Tensor above = f(moved);
    element.at(i) -= static_cast<Scalar>(0.02);
    slots.at(i) = sum(upstream * (above - f(moved))).item() / static_cast<Scalar>(0.02);
  }
  return gradient;
}

}  // namespace heed::exercise
