// Layer normalisation (Ba, Kiros and Hinton, 2016): each row gets mean 0 and variance 1, then a learned gain
// and shift.
#pragma once

#include "autograd/variable.h"

namespace heed {

// y = (x - mean) / sqrt(variance + epsilon) * gain + shift over the last axis; gain and shift have that axis'
// size.
Variable layer_norm(const Variable& x, const Variable& gain, const Variable& shift, double epsilon = 1e-5);

}  // namespace heed
