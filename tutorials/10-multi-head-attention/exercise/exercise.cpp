// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/10-multi-head-attention/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// reshape() keeps the order of the numbers in memory, and transpose(x, a, b) exchanges two axes. You need
// both. Which pieces of memory belong to one word?
Tensor split(const Tensor& x, Index heads) { not_written("split"); }
Tensor join(const Tensor& pieces) { not_written("join"); }

// Project, split, attend in every head, join, and project once more. unsqueeze(x, 0) makes a batch of one
// sentence; matmul works on the last two axes.
Tensor multihead(const Tensor& Q, const Tensor& K, const Tensor& V, const Tensor& W_q, const Tensor& W_k,
                 const Tensor& W_v, const Tensor& W_o, Index heads) {
  not_written("multihead");
}

// A product of (a, b) and (b, c) takes a * b * c multiply-adds.
double multiply_adds(Index n, Index d, Index heads) { not_written("multiply_adds"); }

double predicted_words() { not_written("predicted_words"); }

}  // namespace heed::exercise
