// expect: asks the first question again
#define read_again right_read_again
#include "tutorials/25-senses/exercise/solution.cpp"
#undef read_again

namespace heed::exercise {

Tensor read_again(const Tensor& query, const Tensor& patches, Index reads) {
  Tensor asked = query;
  for (Index read = 0; read < reads; ++read) {
    const Tensor weights = softmax(squeeze(matmul(patches, unsqueeze(query, 1)), 1));  // (count)
    asked = asked + squeeze(matmul(unsqueeze(weights, 0), patches), 0);
  }
  return asked;
}

}  // namespace heed::exercise
