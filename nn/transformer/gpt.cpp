#include "nn/transformer/gpt.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/shape_functions.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {
namespace {

// As GPT-2 starts its embeddings. So small an output makes all tokens nearly equally likely: a fresh model has
// a loss of about ln(words).
constexpr double deviation = 0.02;

std::unique_ptr<Linear> make_output(const GPTOptions& o, const Parameter& embedding, Rng& rng) {
  if (o.tied) return std::make_unique<Linear>(embedding);
  auto output = std::make_unique<Linear>(o.transformer.size, o.words, rng, false);
  output->weight.value().copy_from(random_normal({o.words, o.transformer.size}, rng, 0, deviation));
  return output;
}

TransformerOptions causal_layers(const GPTOptions& o) {
  TransformerOptions layers = o.transformer;
  layers.self_attention.causal = true;
  layers.self_attention.positions = o.positions;
  return layers;
}

}  // namespace

GPT::GPT(const GPTOptions& o, Rng& rng)
    : options_(o),
      embedding_(*this, "embedding", o.words, o.transformer.size, rng, -1, deviation),
      positions_(*this, "positions", o.positions, o.context, o.transformer.size, rng),
      input_norm_(o.input_norm ? std::make_unique<Child<Norm>>(
                                     *this, "input_norm", make_norm(o.transformer.norm, o.transformer.size))
                               : nullptr),
      layers_(*this, "layers", causal_layers(o), rng),
      dropout_(*this, "dropout", o.transformer.dropout, rng),
      output_(*this, "output", make_output(o, embedding_->weight, rng)) {}

Variable GPT::logits(const TokenMatrix& tokens) const {
  GPTMemory memory;
  return logits(tokens, memory);
}

Variable GPT::logits(const TokenMatrix& tokens, GPTMemory& memory) const {
  tokens.check("GPT");
  if (tokens.rows < 1 || tokens.columns < 1)
    fail("GPT: there are no tokens to read: ", tokens.rows, " rows of ", tokens.columns);
  const Index begin = memory.tokens, end = begin + tokens.columns;
  // Sines and cosines are as large as 1, and the embeddings of one token must not be lost among them.
  const double scale = options_.positions == PositionKind::sinusoidal
                           ? std::sqrt(static_cast<double>(options_.transformer.size))
                           : 1;
  Variable x = dropout_(positions_(embedding_(tokens) * scale, begin));
  if (input_norm_) x = (*input_norm_)(x);
  const Variable y = layers_(x, memory.layers, Tensor());
  memory.tokens = end;
  return output_(y);
}

Tensor GPT::step(const std::vector<Token>& tokens, GPTMemory& memory) const {
  TokenMatrix column(static_cast<Index>(tokens.size()), 1);
  column.ids = tokens;
  return squeeze(logits(column, memory), 1).value();
}

}  // namespace heed
