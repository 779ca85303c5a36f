#include "nn/attention/masks.h"

#include "tensor/creation.h"

namespace heed {

Tensor padding_mask(const TokenMatrix& keys, Token padding) {
  keys.check("padding_mask");
  Tensor mask = empty({keys.rows, 1, keys.columns});
  Scalar* allowed = mask.mutable_data();
  for (Token token : keys.ids) *allowed++ = token == padding ? 0 : 1;
  return mask;
}

Tensor length_mask(const std::vector<Index>& lengths, Index keys) {
  const auto rows = static_cast<Index>(lengths.size());
  check_lengths("length_mask", lengths, rows, checked_size("length_mask", "the number of keys", keys));
  Tensor mask = empty({rows, 1, keys});
  Scalar* allowed = mask.mutable_data();
  for (Index length : lengths) {
    for (Index key = 0; key < keys; ++key) *allowed++ = key < length ? 1 : 0;
  }
  return mask;
}

Tensor causal_mask(Index queries) {
  checked_size("causal_mask", "the number of queries", queries);
  Tensor mask = empty({queries, queries});
  Scalar* allowed = mask.mutable_data();
  for (Index query = 0; query < queries; ++query) {
    for (Index key = 0; key < queries; ++key) *allowed++ = key <= query ? 1 : 0;
  }
  return mask;
}

}  // namespace heed
