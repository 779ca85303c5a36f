// The Transformer of lesson 14 (Vaswani et al., 2017), small enough to read in one go. Each of its
// pieces can be taken away. The library's TransformerModel is the same model without the switches.
#pragma once

#include "nn/attention/multihead.h"
#include "nn/layers.h"
#include "nn/text/vocabulary.h"

namespace heed {

// [pieces]
// The pieces of the model. The lesson leaves out one at a time.
struct Pieces {
  bool positions = true, residuals = true, norms = true, feed_forward = true;
  bool encoder = true;   // if false, the decoder attends to the embedded source directly
  Index look_ahead = 0;  // how many positions ahead the decoder may look; the right mask allows none
};
// [/pieces]

struct TransformerSizes {
  Index size = 64;  // d_model
  Index heads = 4;
  Index hidden = 128;  // size inside the feed-forward
  Index layers = 2;    // layers in the encoder, and the same number in the decoder
};

// One layer. An encoder layer attends to its own sentence; a decoder layer also attends to the
// source, by cross-attention.
class Layer : public Module {
 public:
  Layer(const TransformerSizes& sizes, const Pieces& pieces, Rng& rng);

  // x (batch, time, size); source (batch, source time, size), or undefined in an encoder layer;
  // masks as in nn/attention/masks.h.
  Variable operator()(const Variable& x, const Tensor& mask, const Variable& source = {},
                      const Tensor& source_mask = {}) const;

 private:
  // Adds the output of a sublayer to its input x and normalises the sum.
  Variable join(const Variable& x, const Variable& sublayer, const Child<LayerNorm>& norm) const;

  Pieces pieces_;
  Child<MultiheadAttention> self_attention_, cross_attention_;
  Child<FeedForward> feed_forward_;
  Child<LayerNorm> norm1_, norm2_, norm3_;
};

class SmallTransformer : public Module {
 public:
  SmallTransformer(Index source_words, Index target_words, const TransformerSizes& sizes,
                   const Pieces& pieces, Rng& rng);

  Variable encode(const TokenMatrix& source) const;  // (batch, source time) -> (batch, source time, size)
  // Returns the scores of each next word, given the words before it: (batch, target
  // time, target words).
  Variable decode(const TokenMatrix& target, const Variable& encoded, const Tensor& source_mask) const;

 private:
  Variable embed(const Child<Embedding>& embedding, const TokenMatrix& words) const;

  TransformerSizes sizes_;
  Pieces pieces_;
  Child<Embedding> source_embedding_, target_embedding_;
  Children<Layer> encoder_{*this, "encoder"}, decoder_{*this, "decoder"};
  Child<Linear> output_;
};

// Returns a mask (time, time): each position may attend to itself, to all positions before it, and
// to `ahead` positions after it.
Tensor look_ahead_mask(Index time, Index ahead);

// Translates without a teacher: returns the model's own most likely word at each step, `length`
// words for each source sentence. Words after <eos> mean nothing.
TokenMatrix write(const SmallTransformer& model, const TokenMatrix& source, Index length);

}  // namespace heed
