// Sums and their kin with gradients; meanings and errors as in tensor/reduce.h.
#pragma once

#include "autograd/variable.h"
#include "tensor/reduce.h"

namespace heed {

// What a loss returns: every element's loss, their sum, or their mean.
enum class Reduction { none, sum, mean };

Variable sum(const Variable& x);
Variable mean(const Variable& x);
Variable sum(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);
Variable mean(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);
Variable max(const Variable& x, int axis,
             KeepAxis keep = KeepAxis::no);  // the gradient is shared evenly among equal maxima
Variable var(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);
Variable log_sum_exp(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);

}  // namespace heed
