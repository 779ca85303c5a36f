// Yours to write. Each function says that it is still to be written until you replace that line.
#include "tutorials/06-query-key-value/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// An element is read with keys(row, column) and written with output.at(i) = ...; sizes are keys.size(0) and
// so on; zeros({3}) makes three zeros. Three loops in a row do it: one for each step.
Tensor read(const Tensor& query, const Tensor& keys, const Tensor& values) { not_written("read"); }

// matmul, transpose and softmax are all you need. Which axis must sum to 1?
Tensor attend(const Tensor& Q, const Tensor& K, const Tensor& V) { not_written("attend"); }

// share = e^gap / (e^gap + n - 1): solve for the gap.
double gap_for(Index n, double share) { not_written("gap_for"); }

double predicted_weight_of_the_fox() { not_written("predicted_weight_of_the_fox"); }

}  // namespace heed::exercise
