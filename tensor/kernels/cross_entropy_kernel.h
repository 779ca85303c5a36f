// Cross-entropy of a row of logits x (classes) and a target class t, with label smoothing s (Szegedy et
// al., 2016) and class weights w:
//     m = max_c x_c        l = log sum_c e^(x_c - m)        -log softmax(x)_c = l - (x_c - m)
//     q_c = (1 - s) [c = t] + s / classes        loss = sum_c w_c q_c (l - (x_c - m))
// m and l are not added: at large logits, l would be lost in the rounding of m + l.
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

// logits (rows, classes), contiguous. The loss, m and l of each row: (rows). m and l let the backward pass
// compute the softmax again without a sum.
struct RowLosses {
  Tensor loss, max, log_sum;
};
RowLosses cross_entropy(const Tensor& logits, const Targets& targets);

// dL/dlogits (rows, classes), given the gradient of each row's loss (rows), and m and l of each row.
Tensor cross_entropy_backward(const Tensor& grad, const Tensor& logits, const Tensor& max,
                              const Tensor& log_sum, const Targets& targets);

}  // namespace heed::kernel
