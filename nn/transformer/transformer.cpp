#include "nn/transformer/transformer.h"

#include "autograd/operations/arithmetic.h"
#include "tensor/ground/error.h"

namespace heed {

EncoderLayer::EncoderLayer(const TransformerOptions& o, Rng& rng)
    : self_attention(*this, "self_attention", o.size, o.heads, o.dropout, rng),
      feed_forward(*this, "feed_forward", o.size, o.feed_forward, o.dropout, o.nonlinearity, rng),
      norm1(*this, "norm1", o.size),
      norm2(*this, "norm2", o.size),
      dropout(*this, "dropout", o.dropout, rng),
      pre_norm_(o.pre_norm) {}

Variable EncoderLayer::operator()(const Variable& x, const Tensor& mask) const {
  if (pre_norm_) {
    const Variable y = norm1(x);
    const Variable context = x + dropout(self_attention(y, y, y, mask));
    return context + dropout(feed_forward(norm2(context)));
  }
  const Variable context = norm1(x + dropout(self_attention(x, x, x, mask)));
  return norm2(context + dropout(feed_forward(context)));
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
                                  const Tensor& cross_mask) const {
  const auto attend_to_all_so_far = [&](const Variable& y) {
    memory.self.append(self_attention.call(&MultiheadAttention::remember, y, y));
    return self_attention(y, memory.self, self_mask);
  };
  if (pre_norm_) {
    const Variable written = x + dropout(attend_to_all_so_far(norm1(x)));
    const Variable context = written + dropout(cross_attention(norm2(written), memory.cross, cross_mask));
    return context + dropout(feed_forward(norm3(context)));
  }
  const Variable written = norm1(x + dropout(attend_to_all_so_far(x)));
  const Variable context = norm2(written + dropout(cross_attention(written, memory.cross, cross_mask)));
  return norm3(context + dropout(feed_forward(context)));
}

Encoder::Encoder(const TransformerOptions& options, Rng& rng) {
  checked_size("encoder", "the number of layers", options.layers, 1);
  for (Index layer = 0; layer < options.layers; ++layer) layers_.add(options, rng);
  if (options.pre_norm) norm_ = std::make_unique<Child<LayerNorm>>(*this, "norm", options.size);
}

Variable Encoder::operator()(const Variable& x, const Tensor& mask) const {
  Variable y = x;
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) y = layers_.call(layer, y, mask);
  return norm_ ? (*norm_)(y) : y;
}

Decoder::Decoder(const TransformerOptions& options, Rng& rng) {
  checked_size("decoder", "the number of layers", options.layers, 1);
  for (Index layer = 0; layer < options.layers; ++layer) layers_.add(options, rng);
  if (options.pre_norm) norm_ = std::make_unique<Child<LayerNorm>>(*this, "norm", options.size);
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
  Variable y = x;
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    y = layers_.call(layer, y, memory[layer], self_mask, cross_mask);
  }
  return norm_ ? (*norm_)(y) : y;
}

}  // namespace heed
