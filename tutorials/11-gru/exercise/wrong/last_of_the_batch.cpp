// expect: you take the last step of the batch
#define last_states right_last_states
#include "tutorials/11-gru/exercise/solution.cpp"
#undef last_states

namespace heed::exercise {

Tensor last_states(const Tensor& outputs, const std::vector<Index>& lengths) {
  return select(outputs, 1, outputs.size(1) - 1);
}

}  // namespace heed::exercise
