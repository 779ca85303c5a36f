// expect: a central difference moves each of them down as well
#define measured_gradient right_measured_gradient
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef measured_gradient

namespace heed::exercise {

Tensor measured_gradient(const std::function<Tensor(const Tensor&)>& f, const Tensor& x,
                         const Tensor& upstream) {
  Tensor gradient = zeros(x.shape());
  Tensor slots = reshape(gradient, {x.numel()});
  for (Index i = 0; i < x.numel(); ++i) {
    Tensor above = x.clone();
    reshape(above, {x.numel()}).at(i) += static_cast<Scalar>(0.01);
    slots.at(i) = sum(upstream * (f(above) - f(x))).item() / static_cast<Scalar>(0.01);
  }
  return gradient;
}

}  // namespace heed::exercise
