// Softmax along any axis, with a mask: each row of scores becomes weights that sum to 1.
#pragma once

#include "tensor/tensor.h"

namespace heed {

struct SoftmaxOptions {
  Tensor mask = {};  // broadcasts to the scores' shape; 0 hides a position, any other value allows it
  double scale = 1;  // multiplies the scores
  int axis = -1;     // the axis along which the weights sum to 1; -1 is the last
};

// weights_i = e^(s_i - m) / sum_j e^(s_j - m) with s = scale * scores and m = max_j s_j, over the
// positions that the mask allows. Without a mask all are allowed. A hidden position gets the weight
// 0 exactly, even if its score is NaN. A row in which every position is hidden gets zeros.
Tensor softmax(const Tensor& scores, const SoftmaxOptions& options = {});
Tensor softmax(const Tensor& scores, int axis);
Tensor softmax(const Tensor& scores, const Tensor& mask);

// The logarithm of softmax, without computing it. A hidden position gets -infinity.
Tensor log_softmax(const Tensor& scores, const SoftmaxOptions& options = {});
Tensor log_softmax(const Tensor& scores, int axis);
Tensor log_softmax(const Tensor& scores, const Tensor& mask);

// softmax(x, true) is an error and not axis 1, for Tensors and for Variables.
template <class X>
void softmax(const X& scores, bool) = delete;
template <class X>
void log_softmax(const X& scores, bool) = delete;

namespace kernel {

// The gradient of the scores from the weights w = softmax(scores) and their gradient dw:
//     ds_i = scale w_i (dw_i - sum_j w_j dw_j)
// A hidden position has w_i = 0, so its gradient is 0, whatever dw_i is.
Tensor softmax_adjoint(const Tensor& w, const Tensor& dw, double scale = 1, int axis = -1);

// The gradient of the scores from y = log_softmax(scores, options) and its gradient dy:
//     ds_i = scale (dy_i - e^(y_i) sum_j dy_j)
// Positions that the mask hides get 0 and take no part in the sum. A score of -infinity that is not hidden does.
Tensor log_softmax_adjoint(const Tensor& y, const Tensor& dy, const SoftmaxOptions& options = {});

}  // namespace kernel
}  // namespace heed
