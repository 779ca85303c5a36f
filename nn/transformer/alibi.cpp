#include "nn/transformer/alibi.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"

#include <cmath>

namespace heed {

Tensor alibi_bias(Index heads, Index begin, Index queries, Index keys) {
  checked_size("alibi_bias", "the number of heads", heads, 1);
  checked_size("alibi_bias", "the first position", begin);
  checked_size("alibi_bias", "the number of queries", queries);
  checked_size("alibi_bias", "the number of keys", keys);
  Tensor bias = empty({heads, queries, keys});
  Scalar* to = bias.mutable_data();
  for (Index head = 1; head <= heads; ++head) {
    const double slope = std::exp2(-8 * static_cast<double>(head) / static_cast<double>(heads));
    for (Index i = begin; i < begin + queries; ++i)
      for (Index j = 0; j < keys; ++j)
        *to++ = static_cast<Scalar>(-slope * std::abs(static_cast<double>(i - j)));
  }
  return bias;
}

}  // namespace heed
