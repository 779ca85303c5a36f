// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/11-gru/exercise/exercise.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// select(x, 0, t) is the input of step t, and matmul(W_x, that) a vector (hidden). Collect the states
// in a std::vector<Tensor>; stack(states, 0) makes one tensor of them. What is h in the second step?
Tensor rnn_states(const Tensor& x, const Tensor& W_x, const Tensor& W_h, const Tensor& b) {
  not_written("rnn_states");
}

// slice(i, 0, 0, hidden) is the part for r. Which factor keeps the old state?
Tensor gru_step(const Tensor& i, const Tensor& s, const Tensor& h) { not_written("gru_step"); }

// Steps are counted from 0: which step is the last of a sentence of two words?
Tensor last_states(const Tensor& outputs, const std::vector<Index>& lengths) { not_written("last_states"); }

double predicted_share() { not_written("predicted_share"); }

}  // namespace heed::exercise
