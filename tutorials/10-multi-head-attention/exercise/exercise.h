// Exercise of lesson 10. Write the functions in exercise.cpp, then: make exercise N=10
#pragma once

#include "tensor/tensor.h"

namespace heed::exercise {

// 1. Cuts each word's vector into pieces, one for each head. x (batch, time, size) -> (batch, heads,
// time, size / heads). size is a multiple of heads.
Tensor split(const Tensor& x, Index heads);
// And puts the pieces together again: (batch, heads, time, d) -> (batch, time, heads * d).
Tensor join(const Tensor& pieces);

// 2. Multi-head attention without bias. Q (m, size), K and V (n, size); the four matrices are (size,
// size), and a row of W belongs to an entry of the result: q = Q W_qᵀ. The scores of a head are
// divided by the root of the size of *its* keys. -> (m, size).
Tensor multihead(const Tensor& Q, const Tensor& K, const Tensor& V, const Tensor& W_q, const Tensor& W_k,
                 const Tensor& W_v, const Tensor& W_o, Index heads);

// 3. The number of multiply-adds of self-attention with n words of size d and this many heads: four
// projections, scores and weighted sums.
double multiply_adds(Index n, Index d, Index heads);

// 4. Predict before you run anything: the words have size 512. For how many words do the scores and
// weighted sums cost as many multiply-adds as the four projections?
double predicted_words();

}  // namespace heed::exercise
