// expect: divide by its root
#define layer_norm right_layer_norm
#include "tutorials/14-transformer/exercise/solution.cpp"
#undef layer_norm

namespace heed::exercise {

Tensor layer_norm(const Tensor& x, const Tensor& gain, const Tensor& shift, double epsilon) {
  const Tensor centred = x - mean(x, -1, keep_axis);
  const Tensor variance = mean(centred * centred, -1, keep_axis);
  return centred / (variance + epsilon) * gain + shift;
}

}  // namespace heed::exercise
