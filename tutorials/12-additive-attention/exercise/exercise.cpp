// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/12-additive-attention/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// The page has W_q q for one column q. Here each query is a row, and matmul(Q,
// transpose(W_q)), of shape (m, size), computes all of them at once; likewise K W_kᵀ, (n,
// size). unsqueeze(x, axis) inserts an axis of size 1, so that adding makes all pairs; sum(x,
// -1) adds up along the last axis.
Tensor additive_scores(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k,
                       const Tensor& v) {
  not_written("additive_scores");
}

// You may write to scores.clone(): at(row, column) = ... For which score is e^score zero? C++ can
// write it: -INFINITY.
Tensor masked_weights(const Tensor& scores, const std::vector<Index>& lengths) {
  not_written("masked_weights");
}

// argmax(scores)[0] is the most likely word. Which word does the decoder get next: a teacher's
// or its own?
std::vector<Token> write(const std::function<Tensor(Token previous)>& next, Token bos, Token eos,
                         Index max_length) {
  not_written("write");
}

// A share is one part divided by the whole. Use std::exp(x).
double predicted_leak() { not_written("predicted_leak"); }

}  // namespace heed::exercise
