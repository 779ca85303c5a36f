// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/06-query-key-value/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// keys(row, column) reads an element, and output.at(i) = ... writes one. Sizes are
// keys.size(0) and so on; zeros({3}) makes three zeros. Write three loops, one after the
// other: one loop for each step.
Tensor read(const Tensor& query, const Tensor& keys, const Tensor& values) { not_written("read"); }

// You need matmul, transpose and softmax, and nothing else. Along which axis must the weights
// sum to 1?
Tensor attend(const Tensor& Q, const Tensor& K, const Tensor& V) { not_written("attend"); }

// share = e^gap / (e^gap + n - 1): solve this for the gap.
double gap_for(Index n, double share) { not_written("gap_for"); }

double predicted_weight_of_the_fox() { not_written("predicted_weight_of_the_fox"); }

}  // namespace heed::exercise
