#include "nn/transformer/transformer.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/shape_functions.h"

namespace heed {
namespace {

// A sublayer with its residual and its norm, before or after.
template <class Sublayer>
Variable residual(const Variable& x, bool pre_norm, const Child<LayerNorm>& norm,
                  const Child<Dropout>& dropout, Sublayer sublayer) {
  if (pre_norm) return x + dropout(sublayer(norm(x)));
  return norm(x + dropout(sublayer(x)));
}

}  // namespace

EncoderLayer::EncoderLayer(const TransformerOptions& o, Rng& rng)
    : self_attention(*this, "self_attention", o.size, o.heads, o.dropout, rng),
      feed_forward(*this, "feed_forward", o.size, o.feed_forward, o.dropout, o.nonlinearity, rng),
      norm1(*this, "norm1", o.size),
      norm2(*this, "norm2", o.size),
      dropout(*this, "dropout", o.dropout, rng),
      pre_norm_(o.pre_norm) {}

Variable EncoderLayer::operator()(const Variable& x, const Tensor& mask, AttentionRecord* record) const {
  const Variable looked = residual(x, pre_norm_, norm1, dropout, [&](const Variable& y) {
    const auto attended = self_attention(y, y, y, mask, record != nullptr);
    if (record) {
      record->encoder.push_back(attended.weights.value());
      record->inside.encoder.push_back(attended.inside);
    }
    return attended.output;
  });
  return residual(looked, pre_norm_, norm2, dropout, [&](const Variable& y) { return feed_forward(y); });
}

DecoderLayer::DecoderLayer(const TransformerOptions& o, Rng& rng)
    : self_attention(*this, "self_attention", o.size, o.heads, o.dropout, rng),
      cross_attention(*this, "cross_attention", o.size, o.heads, o.dropout, rng),
      feed_forward(*this, "feed_forward", o.size, o.feed_forward, o.dropout, o.nonlinearity, rng),
      norm1(*this, "norm1", o.size),
      norm2(*this, "norm2", o.size),
      norm3(*this, "norm3", o.size),
      dropout(*this, "dropout", o.dropout, rng),
      pre_norm_(o.pre_norm) {}

Variable DecoderLayer::operator()(const Variable& x, DecoderLayerMemory& memory, const Tensor& self_mask,
                                  const Tensor& cross_mask, AttentionRecord* record) const {
  const Variable told = residual(x, pre_norm_, norm1, dropout, [&](const Variable& y) {
    const auto attended = self_attention.within([&](const MultiheadAttention& attention) {
      const HeadMemory fresh = attention.remember(y, y);
      if (memory.self.keys.defined()) {
        memory.self.keys = concatenate({memory.self.keys, fresh.keys}, 2);
        memory.self.values = concatenate({memory.self.values, fresh.values}, 2);
      } else {
        memory.self = fresh;
      }
      return attention.attend(y, memory.self, self_mask, record != nullptr);
    });
    if (record) {
      record->decoder.push_back(attended.weights.value());
      record->inside.decoder.push_back(attended.inside);
    }
    return attended.output;
  });
  const Variable looked = residual(told, pre_norm_, norm2, dropout, [&](const Variable& y) {
    const auto attended = cross_attention.within([&](const MultiheadAttention& attention) {
      return attention.attend(y, memory.cross, cross_mask, record != nullptr);
    });
    if (record) {
      record->cross.push_back(attended.weights.value());
      record->inside.cross.push_back(attended.inside);
    }
    return attended.output;
  });
  return residual(looked, pre_norm_, norm3, dropout, [&](const Variable& y) { return feed_forward(y); });
}

Encoder::Encoder(const TransformerOptions& options, Rng& rng) {
  for (Index layer = 0; layer < options.layers; ++layer) layers_.add(options, rng);
  if (options.pre_norm) norm_ = std::make_unique<Child<LayerNorm>>(*this, "norm", options.size);
}

Variable Encoder::operator()(const Variable& x, const Tensor& mask, AttentionRecord* record) const {
  Variable y = x;
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) y = layers_.call(layer, y, mask, record);
  return norm_ ? (*norm_)(y) : y;
}

Decoder::Decoder(const TransformerOptions& options, Rng& rng) {
  for (Index layer = 0; layer < options.layers; ++layer) layers_.add(options, rng);
  if (options.pre_norm) norm_ = std::make_unique<Child<LayerNorm>>(*this, "norm", options.size);
}

DecoderMemory Decoder::remember(const Variable& encoded) const {
  DecoderMemory memory;
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    const Scope scope("layers." + std::to_string(layer));
    memory.push_back({{}, layers_[layer].cross_attention.within([&](const MultiheadAttention& attention) {
                        return attention.remember(encoded, encoded);
                      })});
  }
  return memory;
}

Variable Decoder::operator()(const Variable& x, DecoderMemory& memory, const Tensor& self_mask,
                             const Tensor& cross_mask, AttentionRecord* record) const {
  Variable y = x;
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    y = layers_.call(layer, y, memory[layer], self_mask, cross_mask, record);
  }
  return norm_ ? (*norm_)(y) : y;
}

}  // namespace heed
