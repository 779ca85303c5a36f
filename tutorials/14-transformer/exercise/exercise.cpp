// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/14-transformer/exercise/exercise.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// Start with zeros({length, size}) and write with result.at(p, c) = static_cast<Scalar>(...).
// Columns 2i and 2i + 1 share one angle.
Tensor positions(Index length, Index size) { not_written("positions"); }

// Two loops and one comparison. What should the first row be?
Tensor causal_mask(Index time) { not_written("causal_mask"); }

// mean(x, -1, keep_axis) has the shape (words, 1) and broadcasts against x; sqrt() and the arithmetic
// operators work on tensors. Along which axis is a word's vector?
Tensor layer_norm(const Tensor& x, const Tensor& gain, const Tensor& shift, double epsilon) {
  not_written("layer_norm");
}

// A matrix from size a to size b has a * b parameters, and its bias has b. Do more heads make the
// matrices larger (lesson 10)?
double predicted_parameters() { not_written("predicted_parameters"); }

}  // namespace heed::exercise
