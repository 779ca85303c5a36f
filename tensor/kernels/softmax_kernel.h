// Softmax along the last axis, with a mask, in one pass over each row while the row is in cache.
#pragma once

#include "tensor/tensor.h"

namespace heed {

// weights_i = e^(s_i - m) / sum_j e^(s_j - m) with s = scale * scores, m = max s, over the positions that the
// mask allows. mask: broadcasts to scores' shape; 0 hides a position, anything else allows it; none allows
// all. A hidden position gets the weight 0 exactly (in a row without NaN); a row with every position hidden
// gets zeros.
Tensor softmax(const Tensor& scores, const Tensor& mask = {}, double scale = 1);

// log softmax; hidden positions get -infinity.
Tensor log_softmax(const Tensor& scores, const Tensor& mask = {}, double scale = 1);

// The gradient of the scores, from the weights and the gradient of the weights:
// ds_i = scale * w_i (g_i - sum_j w_j g_j)
Tensor softmax_backward(const Tensor& weights, const Tensor& grad, double scale = 1);

}  // namespace heed
