#include "autograd/operations/softmax.h"

#include "autograd/record.h"
#include "tensor/elementwise.h"
#include "tensor/raw/fold.h"
#include "tensor/reduce.h"

namespace heed {

// w = softmax(scale s)        dL/ds_i = scale w_i (dL/dw_i - sum_j w_j dL/dw_j)
// A hidden position has w_i = 0, so it gets no gradient; a row of zeros gets none at all.
Variable softmax(const Variable& scores, const Tensor& mask, double scale) {
  const Tensor weights = softmax(scores.value(), mask, scale);
  return record("softmax", weights, Edge{scores, [w = Saved(weights), scale](const Tensor& grad) {
                                           return softmax_backward(w, grad, scale);
                                         }});
}

// y = log softmax(scale s)    dL/ds_i = scale (dL/dy_i - e^(y_i) sum_j dL/dy_j), hidden positions left out
Variable log_softmax(const Variable& scores, const Tensor& mask, double scale) {
  const Tensor y = log_softmax(scores.value(), mask, scale);
  return record("log_softmax", y, Edge{scores, [y = Saved(y), scale](const Tensor& grad) {
                                         const Tensor hidden = equal(y, scalar(minus_infinity));
                                         const Tensor open_grad = masked_fill(grad, hidden, 0);
                                         return (open_grad - exp(y.get()) * sum(open_grad, -1, keep_axis)) *
                                                scale;
                                       }});
}

}  // namespace heed
