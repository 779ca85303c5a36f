// Yours to write. Each function says that it is still to be written until you replace that line.
#include "tutorials/07-scores/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// The cosine is the dot product of two vectors that have each been divided by their length. The lengths of
// all rows at once: sqrt(sum(Q * Q, -1, keep_axis)), of shape (m, 1), by which Q can be divided.
Tensor sharp_cosine_weights(const Tensor& Q, const Tensor& K, double sharpness) {
  not_written("sharp_cosine_weights");
}

// Project first: matmul(Q, transpose(W_q)) is (m, size). Then every row of that must meet every row of the
// projected keys: loops do it, from zeros({m, n}), with scores.at(i, j) += ...; or broadcasting, unsqueeze()d
// to (m, 1, size) and (1, n, size).
Tensor additive(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k, const Tensor& v) {
  not_written("additive");
}

// q . W k = sum over i and j of q_i W_ij k_j. Which W_ij must be 1? Start from zeros({d, d}) and set W.at(i,
// j).
Tensor weight_for(const std::vector<Index>& order) { not_written("weight_for"); }

double predicted_deviation() { not_written("predicted_deviation"); }

}  // namespace heed::exercise
