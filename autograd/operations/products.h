// Matrix products with gradients; meanings and errors as in tensor/matmul.h.
#pragma once

#include "autograd/variable.h"
#include "tensor/matmul.h"

namespace heed {

Variable matmul(const Variable& a, const Variable& b);

// x Wᵀ + bias: x (..., inputs), weight (outputs, inputs), bias (outputs) or an undefined Variable
Variable linear(const Variable& x, const Variable& weight, const Variable& bias = {});

}  // namespace heed
