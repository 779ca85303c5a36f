// Yours to write. Each function says that it is still to be written until you replace that line.
#include "tutorials/12-additive-attention/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// The page has W_q q for one column q. Here each query is a row, and the same for all of them at once is
// matmul(Q, transpose(W_q)), which is (m, size); likewise K W_kᵀ, (n, size). unsqueeze(x, axis) puts an axis
// of size 1 in, so that adding makes all pairs; sum(x, -1) adds up along the last axis.
Tensor additive_scores(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k,
                       const Tensor& v) {
  not_written("additive_scores");
}

// scores.clone() may be written to: at(row, column) = ... Which score makes e^score nothing?
// C++ can write it: -INFINITY.
Tensor masked_weights(const Tensor& scores, const std::vector<Index>& lengths) {
  not_written("masked_weights");
}

// argmax(scores)[0] is the likeliest word. Whose word does the decoder get next: a teacher's, or its own?
std::vector<Token> write(const std::function<Tensor(Token last)>& next, Token begin, Token end,
                         Index longest) {
  not_written("write");
}

// A share is one part divided by the whole; std::exp(x) is there for you.
double predicted_leak() { not_written("predicted_leak"); }

}  // namespace heed::exercise
