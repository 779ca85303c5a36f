// The Transformer's layers and stacks (Vaswani et al., 2017). Each layer consists of sublayers, each with
// a residual connection around it:
//
//     post-norm (the paper)           x = norm(x + dropout(sublayer(x)))
//     pre-norm (Xiong et al., 2020)   x = x + dropout(sublayer(norm(x)))
//
// Pre-norm stacks end with one more norm after the last layer, unless final_norm is false.
#pragma once

#include "nn/layers.h"
#include "nn/transformer/self_attention.h"

#include <vector>

namespace heed {

struct TransformerOptions {
  Index size = 128;  // d_model
  Index heads = 4;
  Index layers = 2;  // layers in the encoder, and the same number in the decoder
  Index feed_forward = 512;
  double dropout = 0.1;
  bool pre_norm = false;
  Nonlinearity nonlinearity = Nonlinearity::relu;
  NormKind norm = NormKind::layer;
  bool biases = true;      // of all linear layers
  bool final_norm = true;  // whether a pre-norm stack ends with a norm
  SelfAttentionOptions self_attention = {};
};

class EncoderLayer : public Module {
 public:
  EncoderLayer(const TransformerOptions& options, Rng& rng);
  // x (batch, time, size) -> the same shape. The mask broadcasts to (batch, time, time).
  Variable operator()(const Variable& x, const Tensor& mask) const;
  // The next positions of a sequence: their keys and values are appended to `memory`, and they attend to all of it. The
  // mask broadcasts to (batch, time, positions in the memory).
  Variable operator()(const Variable& x, HeadMemory& memory, const Tensor& mask) const;

  Child<SelfAttention> self_attention;
  Child<FeedForward> feed_forward;
  Child<Norm> norm1, norm2;
  Child<Dropout> dropout;

 private:
  bool pre_norm_;
};

// Keys and values of one decoder layer: `self` for all its positions so far,
// `cross` for the encoder's output.
struct DecoderLayerMemory {
  HeadMemory self, cross;
};

// Where the options say causal and low-rank, which cannot be, its self-attention is full.
class DecoderLayer : public Module {
 public:
  DecoderLayer(const TransformerOptions& options, Rng& rng);
  // x (batch, queries, size) -> the same shape. memory.cross must be filled. The keys and values of x are
  // appended to memory.self. self_mask says which of memory.self a position may attend to.
  Variable operator()(const Variable& x, DecoderLayerMemory& memory, const Tensor& self_mask,
                      const Tensor& cross_mask) const;

  Child<SelfAttention> self_attention;
  Child<MultiheadAttention> cross_attention;
  Child<FeedForward> feed_forward;
  Child<Norm> norm1, norm2, norm3;
  Child<Dropout> dropout;

 private:
  bool pre_norm_;
};

using EncoderMemory = std::vector<HeadMemory>;  // one entry for each layer; none before the first position

class Encoder : public Module {
 public:
  Encoder(const TransformerOptions& options, Rng& rng);
  Variable operator()(const Variable& x, const Tensor& mask) const;  // x (batch, time, size), and the result
  // The next positions, as in a layer.
  Variable operator()(const Variable& x, EncoderMemory& memory, const Tensor& mask) const;

 private:
  Children<EncoderLayer> layers_{*this, "layers"};
  std::unique_ptr<Child<Norm>> norm_;  // only after pre-norm layers
};

using DecoderMemory = std::vector<DecoderLayerMemory>;  // one entry for each layer

class Decoder : public Module {
 public:
  Decoder(const TransformerOptions& options, Rng& rng);
  // The memory before the first position: the encoder's output as keys and values of every layer.
  DecoderMemory remember(const Variable& encoded) const;
  // The next positions x (batch, queries, size) -> the same shape. They attend to all earlier positions, and to one
  // another as self_mask allows; or, if the options say causal and it hides keys only, to those before.
  Variable operator()(const Variable& x, DecoderMemory& memory, const Tensor& self_mask,
                      const Tensor& cross_mask) const;

 private:
  Children<DecoderLayer> layers_{*this, "layers"};
  std::unique_ptr<Child<Norm>> norm_;  // only after pre-norm layers
};

}  // namespace heed
