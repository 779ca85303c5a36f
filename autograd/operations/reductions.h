// Reductions with gradients; meanings and errors as in tensor/reduce.h.
#pragma once

#include "autograd/variable.h"
#include "tensor/reduce.h"

namespace heed {

Variable sum(const Variable& x);
Variable mean(const Variable& x);
Variable prod(const Variable& x);
Variable max(const Variable& x);
Variable min(const Variable& x);

Variable sum(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);
Variable mean(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);
Variable prod(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);
// The gradient is shared evenly among equal maxima, or minima.
Variable max(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);
Variable min(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);
Variable var(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);
Variable log_sum_exp(const Variable& x, int axis, KeepAxis keep = KeepAxis::no);

Variable sum(const Variable& x, std::initializer_list<int> axes, KeepAxis keep = KeepAxis::no);
Variable mean(const Variable& x, std::initializer_list<int> axes, KeepAxis keep = KeepAxis::no);

// The result of a loss function: the loss of each element, their sum, or their mean.
enum class Reduction { none, sum, mean };
namespace detail {
Variable reduce(const Variable& losses, Reduction reduction);
}

}  // namespace heed
