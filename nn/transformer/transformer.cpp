#include "nn/transformer/transformer.h"

#include "autograd/operations/arithmetic.h"
#include "tensor/ground/error.h"

namespace heed {
namespace {

std::unique_ptr<Child<Norm>> make_final_norm(Module& stack, const TransformerOptions& options) {
  if (!options.pre_norm || !options.final_norm) return nullptr;
  return std::make_unique<Child<Norm>>(stack, "norm", make_norm(options.norm, options.size));
}

// Low-rank attention mixes all keys, so it cannot be causal.
SelfAttentionOptions of_decoder(SelfAttentionOptions options) {
  if (options.causal && options.kind == AttentionKind::low_rank) options.kind = AttentionKind::full;
  return options;
}

}  // namespace

EncoderLayer::EncoderLayer(const TransformerOptions& o, Rng& rng)
    : self_attention(*this, "self_attention", o.size, o.heads, o.dropout, rng, o.biases, o.self_attention),
      feed_forward(*this, "feed_forward", o.size, o.feed_forward, o.dropout, o.nonlinearity, rng, o.biases),
      norm1(*this, "norm1", make_norm(o.norm, o.size)),
      norm2(*this, "norm2", make_norm(o.norm, o.size)),
      dropout(*this, "dropout", o.dropout, rng),
      pre_norm_(o.pre_norm) {}

Variable EncoderLayer::operator()(const Variable& x, const Tensor& mask) const {
  HeadMemory memory;
  return (*this)(x, memory, mask);
}

Variable EncoderLayer::operator()(const Variable& x, HeadMemory& memory, const Tensor& mask) const {
  if (pre_norm_) {
    const Variable context = x + dropout(self_attention(norm1(x), memory, mask));
    return context + dropout(feed_forward(norm2(context)));
  }
  const Variable context = norm1(x + dropout(self_attention(x, memory, mask)));
  return norm2(context + dropout(feed_forward(context)));
}

DecoderLayer::DecoderLayer(const TransformerOptions& o, Rng& rng)
    : self_attention(*this, "self_attention", o.size, o.heads, o.dropout, rng, o.biases,
                     of_decoder(o.self_attention)),
      cross_attention(*this, "cross_attention", o.size, o.heads, o.dropout, rng, o.biases,
                      o.self_attention.key_heads),
      feed_forward(*this, "feed_forward", o.size, o.feed_forward, o.dropout, o.nonlinearity, rng, o.biases),
      norm1(*this, "norm1", make_norm(o.norm, o.size)),
      norm2(*this, "norm2", make_norm(o.norm, o.size)),
      norm3(*this, "norm3", make_norm(o.norm, o.size)),
      dropout(*this, "dropout", o.dropout, rng),
      pre_norm_(o.pre_norm) {}

Variable DecoderLayer::operator()(const Variable& x, DecoderLayerMemory& memory, const Tensor& self_mask,
                                  const Tensor& cross_mask) const {
  if (pre_norm_) {
    const Variable written = x + dropout(self_attention(norm1(x), memory.self, self_mask));
    const Variable context = written + dropout(cross_attention(norm2(written), memory.cross, cross_mask));
    return context + dropout(feed_forward(norm3(context)));
  }
  const Variable written = norm1(x + dropout(self_attention(x, memory.self, self_mask)));
  const Variable context = norm2(written + dropout(cross_attention(written, memory.cross, cross_mask)));
  return norm3(context + dropout(feed_forward(context)));
}

Encoder::Encoder(const TransformerOptions& options, Rng& rng) {
  checked_size("encoder", "the number of layers", options.layers, 1);
  for (Index layer = 0; layer < options.layers; ++layer) layers_.add(options, rng);
  norm_ = make_final_norm(*this, options);
}

Variable Encoder::operator()(const Variable& x, const Tensor& mask) const {
  EncoderMemory memory;
  return (*this)(x, memory, mask);
}

Variable Encoder::operator()(const Variable& x, EncoderMemory& memory, const Tensor& mask) const {
  if (memory.empty()) memory.resize(layers_.size());
  if (memory.size() != layers_.size())
    fail("encoder: a memory of ", memory.size(), " layers for an encoder of ", layers_.size(), " layers");
  const Tensor visible = layers_[0].self_attention->with_order(mask, memory[0], x);
  Variable y = x;
  for (std::size_t layer = 0; layer < layers_.size(); ++layer)
    y = layers_.call(layer, y, memory[layer], visible);
  return norm_ ? (*norm_)(y) : y;
}

Decoder::Decoder(const TransformerOptions& options, Rng& rng) {
  checked_size("decoder", "the number of layers", options.layers, 1);
  for (Index layer = 0; layer < options.layers; ++layer) layers_.add(options, rng);
  norm_ = make_final_norm(*this, options);
}

DecoderMemory Decoder::remember(const Variable& encoded) const {
  DecoderMemory memory;
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    const Scope scope("layers." + std::to_string(layer));
    const Child<MultiheadAttention>& cross_attention = layers_[layer].cross_attention;
    memory.push_back({{}, cross_attention.call(&MultiheadAttention::remember, encoded, encoded)});
  }
  return memory;
}

Variable Decoder::operator()(const Variable& x, DecoderMemory& memory, const Tensor& self_mask,
                             const Tensor& cross_mask) const {
  if (memory.size() != layers_.size()) {
    fail("decoder: a memory of ", memory.size(), " layers for a decoder of ", layers_.size(),
         " layers; make it with decoder.remember(encoded)");
  }
  const Tensor visible = layers_[0].self_attention->with_order(self_mask, memory[0].self, x);
  Variable y = x;
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    y = layers_.call(layer, y, memory[layer], visible, cross_mask);
  }
  return norm_ ? (*norm_)(y) : y;
}

}  // namespace heed
