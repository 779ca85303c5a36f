// expect: you take one step too many
#define last_states right_last_states
#include "tutorials/11-gru/exercise/solution.cpp"
#undef last_states

namespace heed::exercise {

Tensor last_states(const Tensor& outputs, const std::vector<Index>& lengths) {
  std::vector<Tensor> states;
  for (Index row = 0; row < outputs.size(0); ++row) {
    states.push_back(select(select(outputs, 0, row), 0, lengths[static_cast<std::size_t>(row)]));
  }
  return stack(states, 0);
}

}  // namespace heed::exercise
