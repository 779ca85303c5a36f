// Softmax along the last axis, with gradient; meanings and errors as in tensor/kernels/softmax_kernel.h.
#pragma once

#include "autograd/variable.h"
#include "tensor/kernels/softmax_kernel.h"

namespace heed {

Variable softmax(const Variable& scores, const Tensor& mask = {}, double scale = 1);
Variable log_softmax(const Variable& scores, const Tensor& mask = {}, double scale = 1);

}  // namespace heed
