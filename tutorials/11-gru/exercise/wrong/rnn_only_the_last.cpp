// expect: this is the last state only
#define rnn_states right_rnn_states
#include "tutorials/11-gru/exercise/solution.cpp"
#undef rnn_states

namespace heed::exercise {

Tensor rnn_states(const Tensor& x, const Tensor& W_x, const Tensor& W_h, const Tensor& b) {
  Tensor h = zeros({b.size(0)});
  std::vector<Tensor> states;
  for (Index t = 0; t < x.size(0); ++t) {
    h = tanh(matmul(W_x, select(x, 0, t)) + matmul(W_h, h) + b);
    states.push_back(h);
  }
  return h;
}

}  // namespace heed::exercise
