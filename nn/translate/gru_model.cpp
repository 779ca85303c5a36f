#include "nn/translate/gru_model.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/recurrence.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "tensor/creation.h"
#include "tensor/reduce.h"

namespace heed {

struct GRUModel::Memory {
  Variable values, keys;  // (batch, source time, memory size), and the keys as attention prepared them
  Tensor mask;            // (batch, 1, source time)
  Variable summary;       // (batch, memory size): the last state, the context of a decoder without attention
  std::vector<Variable> states;  // (batch, hidden) for each layer of the decoder, before its first step
};

struct GRUModel::State : DecoderState {
  Memory memory;

  void reorder(const std::vector<Index>& rows) override {
    for (Variable* tensor : {&memory.values, &memory.keys, &memory.summary}) {
      if (tensor->defined()) *tensor = index_select(*tensor, 0, rows);
    }
    if (memory.mask.defined()) memory.mask = index_select(memory.mask, 0, rows).value();
    for (Variable& state : memory.states) state = index_select(state, 0, rows);
  }
};

struct GRUModel::Written {
  Variable state, context;  // (batch, hidden), (batch, memory size)
};

// Embeddings start with a deviation of 1: from smaller ones the gates of a fresh GRU hardly hear its words,
// and the first epochs are lost.
GRUModel::GRUModel(const GRUModelOptions& o, Rng& rng)
    : options_(o),
      rng_(rng),
      source_embedding_(*this, "source_embedding", o.source_words, o.embedding, rng, Vocabulary::pad, 1),
      target_embedding_(*this, "target_embedding", o.target_words, o.embedding, rng, Vocabulary::pad, 1),
      encoder_(*this, "encoder", o.embedding, o.hidden, rng, o.layers, o.bidirectional, o.dropout),
      memory_size_(o.attention != "none" && score_named(o.attention).needs_equal_sizes
                       ? o.hidden
                       : encoder_->output_size()),
      narrow_(memory_size_ == encoder_->output_size()
                  ? nullptr
                  : std::make_unique<Child<Linear>>(*this, "narrow", encoder_->output_size(), memory_size_,
                                                    rng, false)),
      attention_(o.attention == "none" ? nullptr
                                       : make_attention(o.attention, o.hidden, memory_size_, o.hidden, rng)),
      bridge_(*this, "bridge", encoder_->output_size(), o.hidden, rng),
      from_word_(*this, "from_word", o.embedding, 3 * o.hidden, rng),
      from_context_(*this, "from_context", memory_size_, 3 * o.hidden, rng, false),
      from_state_(*this, "from_state", o.hidden, 3 * o.hidden, rng),
      readout_(o.readout ? std::make_unique<Child<Linear>>(
                               *this, "readout", o.hidden + memory_size_ + o.embedding, o.embedding, rng)
                         : nullptr),
      output_(*this, "output", o.readout ? o.embedding : o.hidden, o.target_words, rng),
      dropout_(*this, "dropout", o.dropout, rng) {
  if (attention_) adopt("attention", *attention_);
  for (Index layer = 1; layer < o.layers; ++layer) upper_.add(o.hidden, o.hidden, rng);
}

GRUModel::Memory GRUModel::read(const TokenMatrix& source, const std::vector<Index>& lengths) const {
  const GRU::Result read = encoder_(dropout_(source_embedding_(source)), lengths);
  Memory memory;
  memory.values = narrow_ ? (*narrow_)(read.output) : read.output;
  memory.summary = narrow_ ? (*narrow_)(read.final.back()) : read.final.back();
  if (attention_) {
    const Scope scope("attention");
    memory.keys = attention_->prepare_keys(memory.values);
    memory.mask = length_mask(lengths, source.columns);
  }
  for (const Variable& final : read.final) memory.states.push_back(tanh(bridge_(final)));
  return memory;
}

GRUModel::Written GRUModel::write(const Variable& word_gates, const Memory& memory,
                                  std::vector<Variable>& states) const {
  Written written{{}, memory.summary};
  if (attention_) {
    const Scope scope("attention");
    const Variable query = unsqueeze(states[0], 1);  // (batch, 1, hidden)
    written.context = squeeze(attention_->attend(query, memory.keys, memory.values, memory.mask).output, 1);
  }
  states[0] = gru_step(word_gates + from_context_(written.context), from_state_(states[0]), states[0]);
  for (std::size_t layer = 1; layer < states.size(); ++layer) {
    states[layer] = upper_.call(layer - 1, dropout_(states[layer - 1]), states[layer]);
  }
  written.state = states.back();
  return written;
}

Variable GRUModel::score_words(const Variable& state, const Variable& context, const Variable& words) const {
  if (!readout_) return output_(dropout_(state));
  return output_(dropout_(tanh((*readout_)(concatenate({state, context, words}, -1)))));
}

Variable GRUModel::logits(const Batch& batch) const {
  Memory memory = read(batch.source, batch.source_lengths);
  const Index time = batch.target_in.columns;
  if (options_.teacher_forcing == 1 || !is_training()) {
    // Every last word is known beforehand: words go through embedding, gates and readout all at once.
    const Variable words = dropout_(target_embedding_(batch.target_in));  // (batch, time, embedding)
    const Variable gates = from_word_(words);
    std::vector<Variable> states, contexts;
    for (Index t = 0; t < time; ++t) {
      const Written written = write(select(gates, 1, t), memory, memory.states);
      states.push_back(written.state);
      contexts.push_back(written.context);
    }
    return score_words(stack(states, 1), options_.readout ? stack(contexts, 1) : Variable(), words);
  }
  std::vector<Variable> scores;
  std::vector<Token> last(static_cast<std::size_t>(batch.target_in.rows), Vocabulary::bos);
  for (Index t = 0; t < time; ++t) {
    if (t > 0) {
      const bool forced = rng_.uniform() < options_.teacher_forcing;
      const std::vector<Index> own = argmax(scores.back().value());
      for (std::size_t row = 0; row < last.size(); ++row) {
        last[row] = forced ? batch.target_in(static_cast<Index>(row), t) : static_cast<Token>(own[row]);
      }
    }
    TokenMatrix column(batch.target_in.rows, 1);
    column.ids = last;
    const Variable word = squeeze(dropout_(target_embedding_(column)), 1);
    const Written written = write(from_word_(word), memory, memory.states);
    scores.push_back(score_words(written.state, written.context, word));
  }
  return stack(scores, 1);
}

std::unique_ptr<DecoderState> GRUModel::start(const TokenMatrix& source,
                                              const std::vector<Index>& lengths) const {
  auto state = std::make_unique<State>();
  state->memory = read(source, lengths);
  return state;
}

Tensor GRUModel::step(DecoderState& state, const std::vector<Token>& last) const {
  Memory& memory = static_cast<State&>(state).memory;
  TokenMatrix column(static_cast<Index>(last.size()), 1);
  column.ids = last;
  const Variable word = squeeze(target_embedding_(column), 1);
  const Written written = write(from_word_(word), memory, memory.states);
  return score_words(written.state, written.context, word).value();
}

}  // namespace heed
