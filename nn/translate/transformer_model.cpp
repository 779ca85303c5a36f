#include "nn/translate/transformer_model.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"

#include <cmath>

namespace heed {
namespace {

// Small at the start, as Glorot and Bengio (2010) advise for a matrix: Adam then shapes the vectors within
// one epoch. Vectors of norm 1 would take it several.
double embedding_deviation(Index words, Index size) {
  return std::sqrt(2 / (static_cast<double>(words) + static_cast<double>(size)));
}

TransformerOptions layers(const TransformerModelOptions& o, bool causal) {
  TransformerOptions layers = o.transformer;
  layers.self_attention.positions = o.positions;
  layers.self_attention.causal = causal;
  layers.self_attention.longest = o.max_length;
  return layers;
}

}  // namespace

TransformerModel::TransformerModel(const TransformerModelOptions& o, Rng& rng)
    : options_(o),
      source_embedding_(*this, "source_embedding", o.source_words, o.transformer.size, rng, Vocabulary::pad,
                        embedding_deviation(o.source_words, o.transformer.size)),
      target_embedding_(*this, "target_embedding",
                        target_embedding(o.tied, *source_embedding_, o.target_words, o.transformer.size,
                                         embedding_deviation(o.target_words, o.transformer.size), rng)),
      source_positions_(*this, "source_positions", o.positions, o.max_length, o.transformer.size, rng),
      target_positions_(*this, "target_positions", o.positions, o.max_length, o.transformer.size, rng),
      encoder_(*this, "encoder", layers(o, false), rng),
      decoder_(*this, "decoder", layers(o, true), rng),
      output_(*this, "output", output_layer(o.tied, *target_embedding_, o.transformer.size, rng)),
      dropout_(*this, "dropout", o.transformer.dropout, rng) {}

Variable TransformerModel::embed_source(const TokenMatrix& words) const {
  const double scale = std::sqrt(static_cast<double>(options_.transformer.size));
  return dropout_(source_positions_(source_embedding_(words) * scale, 0));
}

Variable TransformerModel::embed_target(const TokenMatrix& words, Index begin) const {
  const double scale = std::sqrt(static_cast<double>(options_.transformer.size));
  return dropout_(target_positions_(target_embedding_(words) * scale, begin));
}

Variable TransformerModel::encode(const TokenMatrix& source, const Tensor& mask) const {
  return encoder_(embed_source(source), mask);
}

Variable TransformerModel::logits(const Batch& batch) const {
  check_batch(batch);
  const Tensor source_mask = padding_mask(batch.source, Vocabulary::pad);
  const Variable encoded = encode(batch.source, source_mask);
  DecoderMemory memory = decoder_.call(&Decoder::remember, encoded);
  const Variable decoded = decoder_(embed_target(batch.target_in, 0), memory, Tensor(), source_mask);
  return output_(decoded);
}

struct TransformerModel::State : DecoderState {
  using DecoderState::DecoderState;
  Tensor source_mask;    // (rows, 1, source time)
  DecoderMemory memory;  // the keys and values of the source, and of the words so far
  Index position = 0;    // of the next word

  Index rows() const { return source_mask.size(0); }
  void reorder(const std::vector<Index>& rows) override {
    source_mask = index_select(source_mask, 0, rows).value();
    for (DecoderLayerMemory& layer : memory) {
      for (Variable* part : {&layer.self.keys, &layer.self.values, &layer.cross.keys, &layer.cross.values}) {
        if (part->defined()) *part = index_select(*part, 0, rows);
      }
    }
  }
};

std::unique_ptr<DecoderState> TransformerModel::start(const TokenMatrix& source,
                                                      const std::vector<Index>& lengths) const {
  check_source(source, lengths);
  auto state = std::make_unique<State>(*this);
  state->source_mask = length_mask(lengths, source.columns);
  state->memory = decoder_.call(&Decoder::remember, encode(source, state->source_mask));
  return state;
}

Tensor TransformerModel::step(DecoderState& state, const std::vector<Token>& previous) const {
  State& at = own<State>(state, previous);
  const Variable word = embed_target(column_of(previous), at.position++);  // (rows, 1, size)
  const Variable decoded = decoder_(word, at.memory, Tensor(), at.source_mask);
  return output_(squeeze(decoded, 1)).value();
}

Index TransformerModel::max_length() const {
  const bool bounded = options_.positions == PositionKind::learned ||
                       options_.transformer.self_attention.kind == AttentionKind::low_rank;
  return bounded ? options_.max_length : TranslationModel::max_length();
}

}  // namespace heed
