#include "nn/translate/transformer_model.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"

#include <cmath>

namespace heed {

struct TransformerModel::State : DecoderState {
  Tensor mask;  // (rows, 1, source time)
  DecoderMemory memory;
  Index position = 0;  // of the next word

  void reorder(const std::vector<Index>& rows) override {
    mask = index_select(mask, 0, rows).value();
    for (DecoderLayerMemory& layer : memory) {
      for (Variable* part : {&layer.self.keys, &layer.self.values, &layer.cross.keys, &layer.cross.values}) {
        if (part->defined()) *part = index_select(*part, 0, rows);
      }
    }
  }
};

namespace {

// Small at the start, as Glorot and Bengio (2010) advise for a matrix: Adam then shapes the vectors within an
// epoch, where vectors of unit length would take it several.
double embedding_deviation(Index words, Index size) {
  return std::sqrt(2 / static_cast<double>(words + size));
}

}  // namespace

TransformerModel::TransformerModel(const TransformerModelOptions& o, Rng& rng)
    : options_(o),
      source_embedding_(*this, "source_embedding", o.source_words, o.transformer.size, rng, Vocabulary::pad,
                        embedding_deviation(o.source_words, o.transformer.size)),
      target_embedding_(*this, "target_embedding", o.target_words, o.transformer.size, rng, Vocabulary::pad,
                        embedding_deviation(o.target_words, o.transformer.size)),
      source_positions_(*this, "source_positions", o.positions, o.longest, o.transformer.size, rng),
      target_positions_(*this, "target_positions", o.positions, o.longest, o.transformer.size, rng),
      encoder_(*this, "encoder", o.transformer, rng),
      decoder_(*this, "decoder", o.transformer, rng),
      output_(*this, "output", o.transformer.size, o.target_words, rng),
      dropout_(*this, "dropout", o.transformer.dropout, rng) {}

Variable TransformerModel::embed(const Child<Embedding>& embedding, const Child<Positions>& positions,
                                 const TokenMatrix& words, Index begin) const {
  const double scale = std::sqrt(static_cast<double>(options_.transformer.size));
  return dropout_(positions(embedding(words) * scale, begin));
}

Variable TransformerModel::encode(const TokenMatrix& source, const Tensor& mask) const {
  return encoder_(embed(source_embedding_, source_positions_, source, 0), mask);
}

Variable TransformerModel::logits(const Batch& batch) const {
  const Tensor mask = padding_mask(batch.source, Vocabulary::pad);
  DecoderMemory memory = decoder_.call(&Decoder::remember, encode(batch.source, mask));
  const Variable words = embed(target_embedding_, target_positions_, batch.target_in, 0);
  return output_(decoder_(words, memory, causal_mask(batch.target_in.columns), mask));
}

std::unique_ptr<DecoderState> TransformerModel::start(const TokenMatrix& source,
                                                      const std::vector<Index>& lengths) const {
  auto state = std::make_unique<State>();
  state->mask = length_mask(lengths, source.columns);
  state->memory = decoder_.call(&Decoder::remember, encode(source, state->mask));
  return state;
}

Tensor TransformerModel::step(DecoderState& state, const std::vector<Token>& last) const {
  State& at = static_cast<State&>(state);
  TokenMatrix column(static_cast<Index>(last.size()), 1);
  column.ids = last;
  const Variable word =
      embed(target_embedding_, target_positions_, column, at.position++);  // (rows, 1, size)
  return output_(squeeze(decoder_(word, at.memory, Tensor(), at.mask), 1)).value();
}

Index TransformerModel::longest() const {
  return options_.positions == PositionKind::learned ? options_.longest : TranslationModel::longest();
}

}  // namespace heed
