// expect: this is the gradient of the plain sum
#define measured_gradient right_measured_gradient
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef measured_gradient

namespace heed::exercise {

Tensor measured_gradient(const std::function<Tensor(const Tensor&)>& f, const Tensor& x,
                         const Tensor& upstream) {
  return right_measured_gradient(f, x, ones(upstream.shape()));
}

}  // namespace heed::exercise
