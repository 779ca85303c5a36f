// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/20-images/exercise/exercise.h"

#include "tensor/creation.h"
#include "tutorials/exercise.h"

namespace heed::exercise {

// zeros({rows, columns}) makes the result; y.at(i, j) += ... changes an entry. The kernel is not mirrored: its entry
// (0, 0) meets the pixel at the top left of the window. How many windows fit along each axis?
Tensor convolve(const Tensor& picture, const Tensor& kernel) { not_written("convolve"); }

// Which square is in row r and column c of the grid of squares? How many squares are in one row of this grid: the width
// or the height divided by size? And which entry of the square is its pixel (i, j)?
Tensor cut(const Tensor& picture, Index size) { not_written("cut"); }

// Count the vectors first. Each of them attends to all of them, also to itself.
double predicted_weights() { not_written("predicted_weights"); }

}  // namespace heed::exercise
