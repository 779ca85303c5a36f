// Exercise of lesson 09. Write the functions in exercise.cpp, then: make exercise N=09
#pragma once

#include "tensor/random.h"
#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <functional>

namespace heed::exercise {

// 1. Self-attention of one sentence with the scaled score, without projections. x (time, size); mask
// (time, time), 1 where the query of a row may attend to the key of a column. -> (time, size). No
// row of the mask is empty.
Tensor self_attention(const Tensor& x, const Tensor& mask);

// 2. The mask of a decoder for a batch of sentences: a query may attend to itself and to earlier
// positions, but never to padding. tokens (batch, time) -> (batch, time, time).
Tensor decoder_mask(const TokenMatrix& tokens, Token padding);

// 3. A test that you can keep: does any output of the layer depend on a later input? The layer
// takes and returns (time, size).
bool sees_the_future(const std::function<Tensor(const Tensor& x)>& layer, Index time, Index size, Rng& rng);

// 4. Predict before you run anything: the lesson's model with the mask that is off by one, on
// sequences of 16 random digits instead of 8. To which loss does it fall?
double predicted_loss();

}  // namespace heed::exercise
