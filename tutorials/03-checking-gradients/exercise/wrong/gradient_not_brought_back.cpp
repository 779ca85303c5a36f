// expect: bring an element back before you move the next one
#define measured_gradient right_measured_gradient
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef measured_gradient

namespace heed::exercise {

Tensor measured_gradient(const std::function<Tensor(const Tensor&)>& f, const Tensor& x,
                         const Tensor& upstream) {
  Tensor gradient = zeros(x.shape());
  Tensor slots = reshape(gradient, {x.numel()});
  Tensor above = x.clone(), below = x.clone();
  Tensor up = reshape(above, {x.numel()}), down = reshape(below, {x.numel()});
  for (Index i = 0; i < x.numel(); ++i) {
    up.at(i) += static_cast<Scalar>(0.01);
    down.at(i) -= static_cast<Scalar>(0.01);
    slots.at(i) = sum(upstream * (f(above) - f(below))).item() / static_cast<Scalar>(0.02);
  }
  return gradient;
}

}  // namespace heed::exercise
