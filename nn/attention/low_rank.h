// Low-rank attention (Wang and others, 2020, "Linformer"): the keys and the values of a sequence are mixed down to a few, by learned
// matrices, and the queries attend to these.
#pragma once

#include "nn/module.h"
#include "tensor/random.h"

namespace heed {

class LowRankAttention : public Module {
 public:
  // `rank` mixtures, for sequences of at most `longest` keys. The mixing starts random, with the size of a mean.
  LowRankAttention(Index longest, Index rank, Rng& rng);
  // Q (batch, queries, d_k), K (batch, keys, d_k), V (batch, keys, d_v) -> (batch, queries, d_v):
  // softmax(scale Q (E K)ᵀ) (F V). Each mixture has something of all keys, so no key can be hidden from one
  // query and not from another; the key mask (batch, 1, keys) hides keys, such as padding, from all queries,
  // even if they are NaN or infinite.
  // Throws if there are more than `longest` keys.
  Variable operator()(const Variable& Q, const Variable& K, const Variable& V, double scale = 1,
                      const Tensor& key_mask = {}) const;

  Parameter keys, values;  // E and F, (rank, longest)
};

}  // namespace heed
