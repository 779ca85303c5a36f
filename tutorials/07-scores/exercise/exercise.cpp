// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/07-scores/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// The cosine is the dot product of two vectors, each divided by its norm. The norms of all rows at
// once are sqrt(sum(Q * Q, -1, keep_axis)), of shape (m, 1); you can divide Q by that.
Tensor sharp_cosine_weights(const Tensor& Q, const Tensor& K, double sharpness) {
  not_written("sharp_cosine_weights");
}

// Project first: matmul(Q, transpose(W_q)) is (m, size). Then compare every projected query with
// every projected key. Either write loops that start from zeros({m, n}) and do scores.at(i, j) +=
// ...; or use broadcasting, with unsqueeze() to (m, 1, size) and (1, n, size).
Tensor additive(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k, const Tensor& v) {
  not_written("additive");
}

// q . W k = sum over i and j of q_i W_ij k_j. Which W_ij must be 1? Start from zeros({d, d}) and
// set W.at(i, j).
Tensor weight_for(const std::vector<Index>& order) { not_written("weight_for"); }

double predicted_deviation() { not_written("predicted_deviation"); }

}  // namespace heed::exercise
