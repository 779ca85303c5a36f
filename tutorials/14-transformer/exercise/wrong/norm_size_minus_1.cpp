// expect: the variance is divided by size - 1
#define layer_norm right_layer_norm
#include "tutorials/14-transformer/exercise/solution.cpp"
#undef layer_norm

namespace heed::exercise {

Tensor layer_norm(const Tensor& x, const Tensor& gain, const Tensor& shift, double epsilon) {
  const Tensor centred = x - mean(x, -1, keep_axis);
  const Tensor variance = sum(centred * centred, -1, keep_axis) / static_cast<double>(x.size(1) - 1);
  return centred / sqrt(variance + epsilon) * gain + shift;
}

}  // namespace heed::exercise
