// Layer normalisation (Ba, Kiros and Hinton, 2016): each row gets mean 0 and variance 1, then a learned
// gain and shift.
#pragma once

#include "autograd/variable.h"

namespace heed {

struct LayerNormOptions {
  double epsilon = 1e-5;  // added to the variance, so that a constant row divides by something
  int axis = -1;          // the axis to normalise over; -1 is the last
};

// y = (x - mean) / sqrt(variance + epsilon) * gain + shift over one axis of size n; gain and shift (n).
Variable layer_norm(const Variable& x, const Variable& gain, const Variable& shift,
                    const LayerNormOptions& options = {});

namespace detail {
// Returns epsilon. Throws, naming `operation`, if it is negative or not finite.
double check_epsilon(const char* operation, double epsilon);
}  // namespace detail

}  // namespace heed
