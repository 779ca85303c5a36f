// Our solution of the exercise of lesson 09. There are others.
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/09-self-attention/exercise/exercise.h"

#include <cmath>

namespace heed::exercise {

Tensor self_attention(const Tensor& x, const Tensor& mask) {
  const Tensor scores = matmul(x, transpose(x)) / std::sqrt(static_cast<double>(x.size(1)));
  return matmul(softmax(scores, mask), x);
}

Tensor decoder_mask(const TokenMatrix& tokens, Token padding) {
  Tensor mask = zeros({tokens.rows, tokens.columns, tokens.columns});
  for (Index row = 0; row < tokens.rows; ++row) {
    for (Index query = 0; query < tokens.columns; ++query) {
      for (Index key = 0; key <= query; ++key) mask.at(row, query, key) = tokens(row, key) == padding ? 0 : 1;
    }
  }
  return mask;
}

bool sees_the_future(const std::function<Tensor(const Tensor& x)>& layer, Index time, Index size, Rng& rng) {
  const Tensor x = random_normal({time, size}, rng), before = layer(x);
  for (Index from = 1; from < time; ++from) {
    const Tensor changed = concatenate({slice(x, 0, 0, from), random_normal({time - from, size}, rng)}, 0);
    if (!all_close(slice(layer(changed), 0, 0, from), slice(before, 0, 0, from), 1e-4, 1e-5)) return true;
  }
  return false;
}

// It sees the next digit, which is the answer, except at the last position, where there is no next:
// one digit of 16 must be guessed.
double predicted_loss() { return std::log(10) / 16; }

}  // namespace heed::exercise
