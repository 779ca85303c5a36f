// Exercise of lesson 08. Write the functions in exercise.cpp, then: make exercise N=08
#pragma once

#include "tensor/tensor.h"

namespace heed::exercise {

// 1. Weights at a temperature: the softmax, over the keys, of the scores divided by it. scores
// (m, n), temperature > 0 -> (m, n).
Tensor weights_at(const Tensor& scores, double temperature);

// 2. REINFORCE by hand, for one draw: the key with index `chosen` was drawn, reading it had this
// loss. Returns the estimate of the gradient of the expected loss with respect to the scores.
// scores (n) -> (n).
Tensor reinforce_gradient(const Tensor& scores, Index chosen, double loss, double baseline);

// 3. Draws one key per row by Gumbel noise. scores (m, n); uniform (m, n): numbers u between 0 and
// 1, one for each score. -> (m, n): 1 at the drawn key, 0 elsewhere.
Tensor draw(const Tensor& scores, const Tensor& uniform);

// 4. Predict before you run anything: the scores are 2 and 0. At which temperature does the first
// key get the weight 0.9?
double predicted_temperature();

}  // namespace heed::exercise
