#include "nn/translate/transformer_model.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "tensor/reduce.h"

#include <cmath>

namespace heed {

struct TransformerModel::State : DecoderState {
  Tensor mask;  // (rows, 1, source time)
  DecoderMemory memory;
  Index position = 0;  // of the next word

  void reorder(const std::vector<Index>& rows) override {
    mask = take_rows(mask, rows).value();
    for (DecoderLayerMemory& layer : memory) {
      for (Variable* part : {&layer.self.keys, &layer.self.values, &layer.cross.keys, &layer.cross.values}) {
        if (part->defined()) *part = take_rows(*part, rows);
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

Variable TransformerModel::encode(const TokenMatrix& source, const Tensor& mask,
                                  AttentionRecord* record) const {
  return encoder_(embed(source_embedding_, source_positions_, source, 0), mask, record);
}

Variable TransformerModel::decode(const Batch& batch, AttentionRecord* record) const {
  const Tensor mask = padding_mask(batch.source, Vocabulary::pad);
  const Variable encoded = encode(batch.source, mask, record);  // (batch, source time, size)
  return decoder_.within([&](const Decoder& decoder) {
    DecoderMemory memory = decoder.remember(encoded);
    const Variable words = embed(target_embedding_, target_positions_, batch.target_in, 0);
    return decoder(words, memory, causal_mask(batch.target_in.columns), mask, record);
  });
}

Variable TransformerModel::logits(const Batch& batch) const { return output_(decode(batch, nullptr)); }

std::unique_ptr<DecoderState> TransformerModel::start(const TokenMatrix& source,
                                                      const std::vector<Index>& lengths) const {
  auto state = std::make_unique<State>();
  state->mask = length_mask(lengths, source.columns);
  const Variable encoded = encode(source, state->mask, nullptr);
  state->memory = decoder_.within([&](const Decoder& decoder) { return decoder.remember(encoded); });
  return state;
}

Step TransformerModel::step(DecoderState& state, const std::vector<Token>& last) const {
  State& at = static_cast<State&>(state);
  TokenMatrix column(static_cast<Index>(last.size()), 1);
  column.ids = last;
  const Variable word =
      embed(target_embedding_, target_positions_, column, at.position++);  // (rows, 1, size)
  AttentionRecord record;
  const Variable decoded = decoder_(word, at.memory, Tensor(), at.mask, &record);
  // Where it looked: the last layer's cross attention, averaged over the heads.
  const Tensor weights = mean(squeeze(record.cross.back(), 2), 1);
  return {output_(squeeze(decoded, 1)).value(), weights};
}

Index TransformerModel::longest() const {
  return options_.positions == PositionKind::learned ? options_.longest : TranslationModel::longest();
}

AttentionRecord TransformerModel::attention(const Batch& batch) const {
  const NoGrad guard;
  AttentionRecord record;
  decode(batch, &record);
  return record;
}

}  // namespace heed
