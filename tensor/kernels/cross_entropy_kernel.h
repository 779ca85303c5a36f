// Cross-entropy of a row of logits x (classes) and a target class t, with label smoothing s (Szegedy et
// al., 2016) and class weights w:
//     L = log sum_c e^(x_c)        q_c = (1 - s) [c = t] + s / classes        (L - x_c = -log softmax(x)_c)
//     loss = sum_c w_c q_c (L - x_c)
#pragma once

#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed::kernel {

struct Targets {
  std::vector<Token> classes;  // one for each row of logits
  Token ignore;                // a row with this target has loss 0 and no gradient
  Scalar smoothing;            // s, from 0 to 1
  Tensor weights;              // (classes), contiguous; undefined: all weights are 1
};

// logits (rows, classes), contiguous. The loss and L of each row: (rows). L lets the backward pass
// compute the softmax again without a sum.
struct RowLosses {
  Tensor loss, log_sum;
};
RowLosses cross_entropy(const Tensor& logits, const Targets& targets);

// dL/dlogits (rows, classes), given the gradient of each row's loss (rows).
Tensor cross_entropy_backward(const Tensor& grad, const Tensor& logits, const Tensor& log_sum,
                              const Targets& targets);

}  // namespace heed::kernel
