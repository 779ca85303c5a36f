// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/08-soft-and-hard/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// Does a small temperature make the weights sharper, or more even? And what must they sum to?
Tensor weights_at(const Tensor& scores, double temperature) { not_written("weights_at"); }

// The page has log_softmax(scores) at the chosen key, times (loss - baseline). The gradient of
// ln w_chosen with respect to score j is 1 - w_j if j is the chosen key, and -w_j if it is not.
Tensor reinforce_gradient(const Tensor& scores, Index chosen, double loss, double baseline) {
  not_written("reinforce_gradient");
}

// Noise is -ln(-ln u): two logarithms and two signs. Add it to the scores; not to the weights.
// argmax(x) returns, for each row, the index of its largest entry: a std::vector<Index>.
Tensor draw(const Tensor& scores, const Tensor& uniform) { not_written("draw"); }

// With two keys, only the difference of the scores counts: w = 1 / (1 + e^(-difference / T)).
double predicted_temperature() { not_written("predicted_temperature"); }

}  // namespace heed::exercise
