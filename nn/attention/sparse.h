// Sparse attention: each query attends to some of the keys only, and only these are computed (Child, Gray, Radford and
// Sutskever, 2019). All functions take Q and K (batch, time, d_k) and V (batch, time, d_v) of one sequence and return
// (batch, time, d_v): what attention() returns under the mask of the same name, with less work. A key mask (batch, 1, time)
// hides keys besides, such as padding. They throw, naming themselves, unless the shapes fit and the window or
// stride is at least 1.
#pragma once

#include "autograd/variable.h"

namespace heed {

// Query i attends to the keys i - window + 1, ..., i, and unless `causal` also to i + 1, ..., i + window - 1. For each query
// 2 window products with keys are computed (3 window if not causal) instead of `time`.
Variable local_attention(const Variable& Q, const Variable& K, const Variable& V, Index window, bool causal,
                         double scale = 1, const Tensor& key_mask = {});
Tensor local_mask(Index time, Index window, bool causal);

// Query i attends to the keys i, i - stride, i - 2 stride, ..., and unless `causal` also to i + stride, .... For each query
// time / stride products with keys are computed.
Variable strided_attention(const Variable& Q, const Variable& K, const Variable& V, Index stride, bool causal,
                           double scale = 1, const Tensor& key_mask = {});
Tensor strided_mask(Index time, Index stride, bool causal);

}  // namespace heed
