// expect: you divide after the softmax
#define self_attention right_self_attention
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef self_attention

namespace heed::exercise {

Tensor self_attention(const Tensor& x, const Tensor& mask) {
  const Tensor weights = softmax(matmul(x, transpose(x)), mask) / std::sqrt(static_cast<double>(x.size(1)));
  return matmul(weights, x);
}

}  // namespace heed::exercise
