// The Transformer of lesson 14 (Vaswani et al., 2017), small enough to read at once, and made so that each of
// its pieces can be taken away. The library's TransformerModel is the same without the switches.
#pragma once

#include "nn/attention/multihead.h"
#include "nn/layers.h"
#include "nn/text/vocabulary.h"

namespace heed {

// [pieces]
// What the model is made of; a lesson may leave out one.
struct Pieces {
  bool positions = true, residuals = true, norms = true, feed_forward = true;
  bool encoder = true;   // without: the decoder reads the embedded source as it is
  Index look_ahead = 0;  // how many places ahead the decoder's mask lets it look: none, if it is right
};
// [/pieces]

struct TransformerSizes {
  Index size = 64, heads = 4, hidden = 128,
        layers = 2;  // d_model; of the feed-forward; of encoder and of decoder
};

// One layer. An encoder's reads its own sentence; a decoder's also reads the source, by cross-attention.
class Layer : public Module {
 public:
  Layer(const TransformerSizes& sizes, const Pieces& pieces, Rng& rng);

  // x (batch, time, size), source (batch, source time, size) or none; masks as in nn/attention/masks.h.
  Variable operator()(const Variable& x, const Tensor& mask, const Variable& source = {},
                      const Tensor& source_mask = {}) const;

 private:
  // What a sublayer found is added to what came in, and the sum is normalised.
  Variable join(const Variable& x, const Variable& found, const Child<LayerNorm>& norm) const;

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
  // Scores of each next word, given the words up to it: (batch, target time, target words).
  Variable decode(const TokenMatrix& target, const Variable& encoded, const Tensor& source_mask) const;

 private:
  Variable embed(const Child<Embedding>& embedding, const TokenMatrix& words) const;

  TransformerSizes sizes_;
  Pieces pieces_;
  Child<Embedding> source_embedding_, target_embedding_;
  Children<Layer> encoder_{*this, "encoder"}, decoder_{*this, "decoder"};
  Child<Linear> output_;
};

// Which places each place may look at, (time, time): itself, those before, and `ahead` more.
Tensor look_ahead_mask(Index time, Index ahead);

// What the model writes by itself, each time its own likeliest word: `longest` words for each source, of
// which those behind the end mark mean nothing.
TokenMatrix write(const SmallTransformer& model, const TokenMatrix& source, Index longest);

}  // namespace heed
