#include "tutorials/14-transformer/model.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "nn/transformer/positions.h"
#include "tensor/reduce.h"

#include <cmath>

namespace heed {

Layer::Layer(const TransformerSizes& s, const Pieces& pieces, Rng& rng)
    : pieces_(pieces),
      self_attention_(*this, "self_attention", s.size, s.heads, 0, rng),
      cross_attention_(*this, "cross_attention", s.size, s.heads, 0, rng),
      feed_forward_(*this, "feed_forward", s.size, s.hidden, 0, Nonlinearity::relu, rng),
      norm1_(*this, "norm1", s.size),
      norm2_(*this, "norm2", s.size),
      norm3_(*this, "norm3", s.size) {}

// [one layer]
Variable Layer::operator()(const Variable& x, const Tensor& mask, const Variable& source,
                           const Tensor& source_mask) const {
  Variable y = join(x, self_attention_(x, x, x, mask), norm1_);
  if (source.defined()) y = join(y, cross_attention_(y, source, source, source_mask), norm2_);
  if (pieces_.feed_forward) y = join(y, feed_forward_(y), norm3_);
  return y;
}

Variable Layer::join(const Variable& x, const Variable& sublayer, const Child<LayerNorm>& norm) const {
  const Variable sum = pieces_.residuals ? x + sublayer : sublayer;
  return pieces_.norms ? norm(sum) : sum;
}
// [/one layer]

SmallTransformer::SmallTransformer(Index source_words, Index target_words, const TransformerSizes& sizes,
                                   const Pieces& pieces, Rng& rng)
    : sizes_(sizes),
      pieces_(pieces),
      source_embedding_(*this, "source_embedding", source_words, sizes.size, rng, Vocabulary::pad,
                        std::sqrt(2.0 / static_cast<double>(source_words + sizes.size))),
      target_embedding_(*this, "target_embedding", target_words, sizes.size, rng, Vocabulary::pad,
                        std::sqrt(2.0 / static_cast<double>(target_words + sizes.size))),
      output_(*this, "output", sizes.size, target_words, rng) {
  for (Index i = 0; i < sizes.layers; ++i) {
    encoder_.add(sizes, pieces, rng);
    decoder_.add(sizes, pieces, rng);
  }
}

// [embed]
Variable SmallTransformer::embed(const Child<Embedding>& embedding, const TokenMatrix& words) const {
  const Variable vectors = embedding(words) * std::sqrt(static_cast<double>(sizes_.size));
  return pieces_.positions ? vectors + sinusoidal_positions(words.columns, sizes_.size) : vectors;
}
// [/embed]

// [encode]
Variable SmallTransformer::encode(const TokenMatrix& source) const {
  Variable x = embed(source_embedding_, source);
  const Tensor mask = padding_mask(source, Vocabulary::pad);
  for (std::size_t i = 0; pieces_.encoder && i < encoder_.size(); ++i) x = encoder_.call(i, x, mask);
  return x;
}
// [/encode]

// [decode]
Variable SmallTransformer::decode(const TokenMatrix& target, const Variable& encoded,
                                  const Tensor& source_mask) const {
  Variable x = embed(target_embedding_, target);
  const Tensor mask = look_ahead_mask(target.columns, pieces_.look_ahead);
  for (std::size_t i = 0; i < decoder_.size(); ++i) x = decoder_.call(i, x, mask, encoded, source_mask);
  return output_(x);
}
// [/decode]

// [mask]
Tensor look_ahead_mask(Index time, Index ahead) {
  Tensor mask = zeros({time, time});
  for (Index query = 0; query < time; ++query) {
    for (Index key = 0; key < time; ++key) mask.at(query, key) = key <= query + ahead ? 1 : 0;
  }
  return mask;
}
// [/mask]

// [write]
TokenMatrix write(const SmallTransformer& model, const TokenMatrix& source, Index length) {
  const NoGrad guard;
  const Variable encoded = model.encode(source);
  const Tensor mask = padding_mask(source, Vocabulary::pad);
  TokenMatrix written(source.rows, length);
  for (Index t = 0; t < length; ++t) {
    TokenMatrix previous(source.rows, t + 1, Vocabulary::bos);  // <bos>, then its own words so far
    for (Index row = 0; row < source.rows; ++row) {
      for (Index i = 0; i < t; ++i) previous(row, i + 1) = written(row, i);
    }
    const Tensor scores =
        select(model.decode(previous, encoded, mask).value(), 1, t);  // scores of the next word
    const std::vector<Index> best = argmax(scores);
    for (Index row = 0; row < source.rows; ++row) {
      written(row, t) = static_cast<Token>(best[static_cast<std::size_t>(row)]);
    }
  }
  return written;
}
// [/write]

}  // namespace heed
