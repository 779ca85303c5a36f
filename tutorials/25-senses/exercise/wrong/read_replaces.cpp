// expect: you lose the question
#define read_again right_read_again
#include "tutorials/25-senses/exercise/solution.cpp"
#undef read_again

namespace heed::exercise {

Tensor read_again(const Tensor& query, const Tensor& patches, Index reads) {
  Tensor asked = query;
  for (Index read = 0; read < reads; ++read) {
    const Tensor weights = softmax(squeeze(matmul(patches, unsqueeze(asked, 1)), 1));  // (count)
    asked = squeeze(matmul(unsqueeze(weights, 0), patches), 0);
  }
  return asked;
}

}  // namespace heed::exercise
