// Where a word stands: attention by itself does not know the order of its keys, so positions are added to the
// embeddings.
#pragma once

#include "nn/module.h"
#include "tensor/random.h"

namespace heed {

// Sines and cosines (Vaswani et al., 2017, 3.5): (length, size), element (p, 2i) = sin(p / 10000^(2i /
// size)), (p, 2i + 1) its cosine.
Tensor sinusoidal_positions(Index length, Index size);

enum class PositionKind { sinusoidal, learned };

// Adds positions begin, begin + 1, ... to x (batch, time, size). Learned positions end at `longest`; going
// beyond is an error.
class Positions : public Module {
 public:
  Positions(PositionKind kind, Index longest, Index size, Rng& rng);
  Variable operator()(const Variable& x, Index begin = 0) const;

 private:
  std::unique_ptr<Parameter> learned_;  // (longest, size)
  mutable Tensor sinusoidal_;           // grows when a longer sentence comes
};

}  // namespace heed
