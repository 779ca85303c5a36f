// Dropout (Srivastava et al., 2014): while training, each number is set to 0 with probability p, and the
// others are divided by 1 - p, so that the expected value stays.
#pragma once

#include "autograd/variable.h"
#include "tensor/random.h"

namespace heed {

Variable dropout(const Variable& x, double p,
                 Rng& rng);  // 0 <= p < 1; p = 0 changes nothing and draws nothing

}  // namespace heed
