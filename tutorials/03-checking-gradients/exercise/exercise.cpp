// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/03-checking-gradients/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace heed::exercise {

// Look at both sides of x. Which step is best in double near 1? And what happens to x + h if x is so large
// that the doubles near x are further apart than h? So the step must grow with |x|, but not shrink to 0 at 0.
double central_slope(const std::function<double(double)>& f, double x) { not_written("central_slope"); }

// Which comparison is true only if both numbers are numbers? And what is infinity <= 0.1 * infinity?
bool agree(double rule, double measured, double tolerance) { not_written("agree"); }

// Move one element up and down, compute f at both, and weigh the change of each output with its upstream.
// A copy of a Tensor is a view: what happens to the caller's x if you write into a copy? clone() helps. And
// bring each element back before you move the next one.
Tensor measured_gradient(const std::function<Tensor(const Tensor&)>& f, const Tensor& x,
                         const Tensor& upstream) {
  not_written("measured_gradient");
}

double predicted_slope() { not_written("predicted_slope"); }

}  // namespace heed::exercise
