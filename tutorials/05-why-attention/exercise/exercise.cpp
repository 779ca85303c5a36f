// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/05-why-attention/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

namespace heed::exercise {

// select(x, 0, t) is row t of x, and matmul(W, vector) is a vector. Every state goes through tanh, the
// first one, too. If you write loops over single numbers: every entry of the new state needs all
// entries of the old one, so do not overwrite the old state while you still need it.
Tensor last_state(const Tensor& x, const Tensor& W, const Tensor& U) { not_written("last_state"); }

// Walk from the last step to the first. Backward through tanh: multiply by its slope, 1 - h'^2, where
// h' is the state *after* the step. Backward through U h: multiply by U transposed.
Tensor gradient_at_start(const Tensor& U, const Tensor& states, const Tensor& gradient) {
  not_written("gradient_at_start");
}

// said(text, i) reads a token; said.rows and said.columns are the sizes. Distance 0 is the last column.
std::vector<double> recall_by_distance(const TokenMatrix& said, const TokenMatrix& right) {
  not_written("recall_by_distance");
}

// On paper: how often do the two facts have the same colour?
double predicted_recall() { not_written("predicted_recall"); }

}  // namespace heed::exercise
