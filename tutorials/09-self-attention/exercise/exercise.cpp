// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/09-self-attention/exercise/exercise.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// The library's softmax(scores, mask) hides what the mask hides. Where does the scale belong?
Tensor self_attention(const Tensor& x, const Tensor& mask) { not_written("self_attention"); }

// tokens.rows and tokens.columns are the sizes, and tokens(row, t) is a token id. Write loops that
// fill zeros({..}), or multiply two masks. Is padding hidden as a query, or as a key?
Tensor decoder_mask(const TokenMatrix& tokens, Token padding) { not_written("decoder_mask"); }

// Change the input from some position on, and compare the outputs before it. One position is not
// enough: a mask may be wrong in one row only. concatenate({a, b}, 0) joins, slice(x, 0, begin, end)
// cuts, and random_normal({rows, columns}, rng) draws.
bool sees_the_future(const std::function<Tensor(const Tensor& x)>& layer, Index time, Index size, Rng& rng) {
  not_written("sees_the_future");
}

// Which digits can a model know that sees one position too many, and which can it not?
double predicted_loss() { not_written("predicted_loss"); }

}  // namespace heed::exercise
