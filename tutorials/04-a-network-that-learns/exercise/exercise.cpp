// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/04-a-network-that-learns/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// On the page: dL/dz = p - y for one example. matmul(transpose(X), d) adds up the examples for each entry
// of w. A mean is a sum divided by something; concatenate({a, b}, 0) joins two vectors.
Tensor neuron_gradient(const Tensor& X, const Tensor& y, const Tensor& w, double b) {
  not_written("neuron_gradient");
}

// v = ...; p += ... works on whole tensors. Does the rate belong into v?
void momentum_step(Tensor& p, const Tensor& g, Tensor& v, double rate, double momentum) {
  not_written("momentum_step");
}

// HandAdam in by_hand.h does this for plain numbers. m and v begin at 0: what do the two divisions repair?
void adam_step(Tensor& p, const Tensor& g, Tensor& m, Tensor& v, Index t, double rate) {
  not_written("adam_step");
}

double predicted_parameter() { not_written("predicted_parameter"); }

}  // namespace heed::exercise
