// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/01-tensors/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <algorithm>

namespace heed::exercise {

// x.window(offset, {size}, {stride}) is a view with one axis onto the storage of x. Where does x begin?
// (x.storage_offset() knows; it need not be 0.) How far is it in the storage from x(0, 0) to x(1, 1)? One
// step down and one to the right, and x.strides()[0] and x.strides()[1] tell how far each of them is.
Tensor diagonal(const Tensor& x) { not_written("diagonal"); }

// mean(x, axis, keep_axis), var(x, axis, keep_axis) and sqrt(x) are all that you need. Which axis
// disappears if each row is to give one number? And what happens without keep_axis?
Tensor standardise_rows(const Tensor& x) { not_written("standardise_rows"); }

// Give a and b three axes, so that their difference has the shape (m, n, d): unsqueeze(x, i) inserts an
// axis of size 1 before axis i. Write the shapes (m, ?, d) and (?, n, d) down before you begin.
Tensor distances(const Tensor& a, const Tensor& b) { not_written("distances"); }

double predicted_loss() { not_written("predicted_loss"); }

}  // namespace heed::exercise
