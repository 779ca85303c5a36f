#include "nn/attention/pointer.h"

#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"

namespace heed {

Variable copy_probabilities(const Variable& weights, const TokenMatrix& source, Index words) {
  require_defined("copy_probabilities", weights);
  source.check("copy_probabilities");
  if (weights.rank() != 3 || weights.size(0) != source.rows || weights.size(2) != source.columns) {
    fail("copy_probabilities: weights ", weights.shape(), " do not fit a source of ", source.rows,
         " rows and ", source.columns, " words; they must be (batch, steps, time) and (batch, time)");
  }
  Tensor chosen = zeros({source.rows, source.columns, checked_size("copy_probabilities", "words", words, 1)});
  for (Index row = 0; row < source.rows; ++row) {
    for (Index i = 0; i < source.columns; ++i) {
      const Token id = source(row, i);
      if (id < 0 || id >= words)
        fail("copy_probabilities: row ", row, " of the source has the id ", id, " at position ", i,
             "; ids must be from 0 to ", words - 1);
      chosen.at(row, i, id) = 1;
    }
  }
  return matmul(weights, chosen);  // (batch, steps, time) (batch, time, words)
}

PointerHead::PointerHead(Index size, Index words, Rng& rng)
    : output(*this, "output", checked_size("PointerHead", "the size of the features", size, 1),
             checked_size("PointerHead", "the number of words", words, 1), rng),
      gate(*this, "gate", size, 1, rng) {}

Pointed PointerHead::operator()(const Variable& features, const Variable& weights, const TokenMatrix& source,
                                Index extra) const {
  require_defined("PointerHead", features);
  if (features.rank() != 3)
    fail("PointerHead: features must be (batch, steps, size), not ", features.shape());
  require_defined("PointerHead", weights);
  if (weights.rank() != 3 || weights.size(0) != features.size(0) || weights.size(1) != features.size(1))
    fail("PointerHead: features ", features.shape(), " and weights ", weights.shape(),
         " must have the same batch and steps");
  checked_size("PointerHead", "the number of extra words", extra, 0);
  const Index words = output->weight.size(0);
  const Variable copied = copy_probabilities(weights, source, words + extra);
  const Variable g = sigmoid(gate(features));
  Variable generated = softmax(output(features));  // (batch, steps, words)
  if (extra > 0) generated = concatenate({generated, zeros({features.size(0), features.size(1), extra})}, 2);
  return {g * generated + (1.0 - g) * copied, g};
}

}  // namespace heed
