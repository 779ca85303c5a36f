// expect: these are the weights
#define self_attention right_self_attention
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef self_attention

namespace heed::exercise {

Tensor self_attention(const Tensor& x, const Tensor& mask) {
  return softmax(matmul(x, transpose(x)) / std::sqrt(static_cast<double>(x.size(1))), mask);
}

}  // namespace heed::exercise
