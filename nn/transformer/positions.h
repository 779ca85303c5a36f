// Positions of words: attention alone does not know the order of its keys, so vectors that depend on the
// position are added to the embeddings.
#pragma once

#include "nn/module.h"
#include "tensor/random.h"

namespace heed {

// Sines and cosines (Vaswani et al., 2017, 3.5), shape (length, size):
//
//     element (p, 2i) = sin(p / 10000^(2i / size)),     element (p, 2i + 1) = cos(p / 10000^(2i / size))
Tensor sinusoidal_positions(Index length, Index size);

// The last two add nothing to x: they act where queries meet keys (rotary.h and alibi.h).
enum class PositionKind { sinusoidal, learned, rotary, alibi };

// Adds the vectors of positions begin, begin + 1, ... to x (batch, time, size). Learned positions end at
// `max_length`; a longer sentence is an error. Sinusoidal positions have no end: their table is made for the
// sentences that arrive. A negative `begin` is an error.
class Positions : public Module {
 public:
  Positions(PositionKind kind, Index max_length, Index size, Rng& rng);
  Variable operator()(const Variable& x, Index begin = 0) const;

 private:
  PositionKind kind_;
  Index size_;
  std::unique_ptr<Parameter> learned_;  // (max_length, size)
  mutable Tensor sinusoidal_;           // grows if a longer sentence arrives; undefined before the first
};

}  // namespace heed
