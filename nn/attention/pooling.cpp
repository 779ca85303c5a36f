#include "nn/attention/pooling.h"

#include "autograd/operations/functions.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "nn/attention/masks.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <limits>

namespace heed {

namespace {

// Throws, naming `pooling`, unless x is (batch, time, size) with at least one element, and the lengths fit.
void check(const char* pooling, const Variable& x, const std::vector<Index>& lengths) {
  require_defined(pooling, x);
  if (x.rank() != 3 || x.size(1) < 1)
    fail(pooling, ": x must have shape (batch, time, size) with at least one element, not ", x.shape());
  if (!lengths.empty()) check_lengths(pooling, lengths, x.size(0), x.size(1), 1);
}

// x with `value` in place of the padding.
Variable fill_padding(const Variable& x, const std::vector<Index>& lengths, double value) {
  if (lengths.empty()) return x;
  const Tensor visible = transpose(length_mask(lengths, x.size(1)));  // (batch, time, 1)
  return masked_fill(x, visible == 0, value);
}

}  // namespace

Variable mean_pooling(const Variable& x, const std::vector<Index>& lengths) {
  check("mean_pooling", x, lengths);
  if (lengths.empty()) return mean(x, 1);
  Tensor counts = zeros({x.size(0), 1});
  for (Index row = 0; row < x.size(0); ++row)
    counts.at(row, 0) = static_cast<Scalar>(lengths[static_cast<std::size_t>(row)]);
  return sum(fill_padding(x, lengths, 0), 1) / counts;
}

Variable max_pooling(const Variable& x, const std::vector<Index>& lengths) {
  check("max_pooling", x, lengths);
  return max(fill_padding(x, lengths, -std::numeric_limits<double>::infinity()), 1);
}

AttentionPooling::AttentionPooling(Index size, Index hidden, Rng& rng)
    : projection(*this, "projection", checked_size("AttentionPooling", "the size of x", size, 1),
                 checked_size("AttentionPooling", "the size of the query", hidden, 1), rng),
      query(*this, "query", reshape(glorot_uniform(1, hidden, rng), {hidden})) {}

Pooled AttentionPooling::operator()(const Variable& x, const std::vector<Index>& lengths) const {
  check("AttentionPooling", x, lengths);
  const Index time = x.size(1);
  const Variable values = fill_padding(x, lengths, 0);                // (batch, time, size)
  const Variable u = tanh(projection(values));                        // (batch, time, hidden)
  const Variable scores = matmul(unsqueeze(query, 0), transpose(u));  // (batch, 1, time)
  const Variable weights = softmax(scores, lengths.empty() ? Tensor() : length_mask(lengths, time));
  return {squeeze(matmul(weights, values), 1), squeeze(weights, 1)};
}

}  // namespace heed
