// Yours to write. Each function says that it is still to be written until you replace that line.
#include "tutorials/14-transformer/exercise/exercise.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// zeros({length, size}) to begin with; result.at(p, c) = static_cast<Scalar>(...) writes. Columns 2i and 2i +
// 1 share one angle.
Tensor positions(Index length, Index size) { not_written("positions"); }

// Two loops and one comparison. What stands in the first row?
Tensor causal_mask(Index time) { not_written("causal_mask"); }

// mean(x, -1, keep_axis) is (words, 1) and broadcasts against x, as sqrt() and the usual signs do. Along which
// axis lies a word's vector?
Tensor layer_norm(const Tensor& x, const Tensor& gain, const Tensor& shift, double epsilon) {
  not_written("layer_norm");
}

// A matrix from a to b numbers has a * b, and its bias b. Do more heads make the matrices larger (lesson 10)?
double predicted_numbers() { not_written("predicted_numbers"); }

}  // namespace heed::exercise
