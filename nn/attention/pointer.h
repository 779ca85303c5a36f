// Pointing: a model that writes a word by copying it from its source, so that it can write words which are not in its
// vocabulary (Vinyals, Fortunato and Jaitly, 2015; See, Liu and Manning, 2017, equations 8 and 9). With the attention
// weights a_i over the source words x_i, and a gate g between 0 and 1:
//
//     p(w) = g p_generate(w) + (1 - g) (sum of a_i over all i with x_i = w)
//
// A source word that is not in the vocabulary of `words` words has an id of words, words + 1, ..., up to words + extra - 1,
// which is valid for its row of the batch only.
#pragma once

#include "nn/layers.h"

namespace heed {

// The second sum: weights (batch, steps, time) and source (batch, time) -> (batch, steps, words). A word that occurs
// twice gets both weights. Throws if the shapes do not fit, or if an id is not below `words`.
Variable copy_probabilities(const Variable& weights, const TokenMatrix& source, Index words);

struct Pointed {
  Variable probabilities;  // (batch, steps, words + extra): each row sums to 1 if its weights do
  Variable gate;           // g (batch, steps, 1): near 1, the word is generated; near 0, it is copied
};

class PointerHead : public Module {
 public:
  // `size` is the size of the features, from which the words are generated and the gate is computed.
  PointerHead(Index size, Index words, Rng& rng);
  // features (batch, steps, size), weights (batch, steps, time), source (batch, time) with ids below words + extra.
  Pointed operator()(const Variable& features, const Variable& weights, const TokenMatrix& source,
                     Index extra) const;

  Child<Linear> output;  // p_generate = softmax(output(features))
  Child<Linear> gate;    // g = sigmoid(gate(features))
};

}  // namespace heed
