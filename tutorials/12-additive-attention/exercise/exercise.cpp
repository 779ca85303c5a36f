// Yours to write. Each function says that it is still to be written until you replace that line.
#include "tutorials/12-additive-attention/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/softmax.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

namespace heed::exercise {

// Multiply first: Q W_qᵀ is (m, size), K W_kᵀ is (n, size). unsqueeze puts an axis of size 1 in, so that
// adding makes all pairs; sum(x, -1) adds up along the last axis.
Tensor additive_scores(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k,
                       const Tensor& v) {
  not_written("additive_scores");
}

// scores.clone() may be written to: at(row, column) = ... Which score makes e^score nothing?
Tensor masked_weights(const Tensor& scores, const std::vector<Index>& lengths) {
  not_written("masked_weights");
}

// argmax(scores)[0] is the likeliest word. Whose word does the decoder get next: a teacher's, or its own?
std::vector<Token> write(const std::function<Tensor(Token last)>& next, Token begin, Token end,
                         Index longest) {
  not_written("write");
}

double predicted_leak() { not_written("predicted_leak"); }

}  // namespace heed::exercise
