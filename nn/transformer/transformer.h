// The Transformer's layers and stacks (Vaswani et al., 2017). Each layer is made of sublayers, each with a
// residual around it:
//
//     post-norm (the paper)        x = norm(x + dropout(sublayer(x)))
//     pre-norm (Xiong et al., 2020)   x = x + dropout(sublayer(norm(x))), and one more norm after the last
//     layer
#pragma once

#include "nn/attention/multihead.h"
#include "nn/layers.h"

#include <vector>

namespace heed {

struct TransformerOptions {
  Index size = 64;  // d_model
  Index heads = 4;
  Index layers = 2;  // of the encoder, and as many of the decoder
  Index feed_forward = 256;
  double dropout = 0.1;
  bool pre_norm = false;
  Nonlinearity nonlinearity = Nonlinearity::relu;
};

// Attention as it was, kept when somebody asks: for each layer the weights (batch, heads, queries, keys), and
// what they were computed from.
struct AttentionRecord {
  std::vector<Tensor> encoder, decoder, cross;
  struct {
    std::vector<AttentionInside> encoder, decoder, cross;
  } inside;
};

class EncoderLayer : public Module {
 public:
  EncoderLayer(const TransformerOptions& options, Rng& rng);
  Variable operator()(const Variable& x, const Tensor& mask, AttentionRecord* record = nullptr) const;

  Child<MultiheadAttention> self_attention;
  Child<FeedForward> feed_forward;
  Child<LayerNorm> norm1, norm2;
  Child<Dropout> dropout;

 private:
  bool pre_norm_;
};

// Keys and values that a decoder layer has made so far (self) and that it made once of the encoder's output
// (cross).
struct DecoderLayerMemory {
  HeadMemory self, cross;
};

class DecoderLayer : public Module {
 public:
  DecoderLayer(const TransformerOptions& options, Rng& rng);
  // x (batch, queries, size). memory.cross must be there; memory.self, if there, holds earlier positions and
  // x's are appended.
  Variable operator()(const Variable& x, DecoderLayerMemory& memory, const Tensor& self_mask,
                      const Tensor& cross_mask, AttentionRecord* record = nullptr) const;

  Child<MultiheadAttention> self_attention, cross_attention;
  Child<FeedForward> feed_forward;
  Child<LayerNorm> norm1, norm2, norm3;
  Child<Dropout> dropout;

 private:
  bool pre_norm_;
};

class Encoder : public Module {
 public:
  Encoder(const TransformerOptions& options, Rng& rng);
  Variable operator()(const Variable& x, const Tensor& mask,
                      AttentionRecord* record = nullptr) const;  // (batch, time, size)

 private:
  Children<EncoderLayer> layers_{*this, "layers"};
  std::unique_ptr<Child<LayerNorm>> norm_;  // only after pre-norm layers
};

using DecoderMemory = std::vector<DecoderLayerMemory>;

class Decoder : public Module {
 public:
  Decoder(const TransformerOptions& options, Rng& rng);
  // The memory of a fresh decoder: the encoder's output as every layer's keys and values.
  DecoderMemory remember(const Variable& encoded) const;
  // The next positions x (batch, queries, size), which may look at one another as self_mask says, and at all
  // earlier ones.
  Variable operator()(const Variable& x, DecoderMemory& memory, const Tensor& self_mask,
                      const Tensor& cross_mask, AttentionRecord* record = nullptr) const;

 private:
  Children<DecoderLayer> layers_{*this, "layers"};
  std::unique_ptr<Child<LayerNorm>> norm_;
};

}  // namespace heed
