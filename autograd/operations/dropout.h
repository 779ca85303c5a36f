// Dropout (Srivastava et al., 2014): while training, each element is set to 0 with probability p,
// and the others are divided by 1 - p, so that the expected value stays the same.
#pragma once

#include "autograd/variable.h"
#include "tensor/random.h"

namespace heed {

// 0 <= p < 1. With p = 0 the result is x, and nothing is drawn from `rng`.
Variable dropout(const Variable& x, double p, Rng& rng);

}  // namespace heed
