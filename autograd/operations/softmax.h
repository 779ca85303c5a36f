// Softmax with gradient; meanings and errors as in tensor/kernels/softmax_kernel.h.
#pragma once

#include "autograd/variable.h"
#include "tensor/kernels/softmax_kernel.h"

namespace heed {

Variable softmax(const Variable& scores, const SoftmaxOptions& options = {});
Variable softmax(const Variable& scores, int axis);
Variable softmax(const Variable& scores, const Tensor& mask);

Variable log_softmax(const Variable& scores, const SoftmaxOptions& options = {});
Variable log_softmax(const Variable& scores, int axis);
Variable log_softmax(const Variable& scores, const Tensor& mask);

}  // namespace heed
