#include "nn/translate/gru_model.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/recurrence.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "tensor/creation.h"
#include "tensor/reduce.h"

#include <cmath>

namespace heed {

// Embeddings start with a standard deviation of 1. With a smaller one, the gates of a fresh GRU hardly depend
// on its words, and the first epochs are wasted. But as output weights such embeddings would give wild logits.
static double embedding_deviation(const GRUModelOptions& o) {
  return o.tied == Tied::none ? 1 : 1 / std::sqrt(static_cast<double>(o.embedding));
}

GRUModel::GRUModel(const GRUModelOptions& o, Rng& rng)
    : options_(o),
      rng_(rng),
      source_embedding_(*this, "source_embedding", o.source_words, o.embedding, rng, Vocabulary::pad,
                        embedding_deviation(o)),
      target_embedding_(*this, "target_embedding",
                        target_embedding(o.tied, *source_embedding_, o.target_words, o.embedding,
                                         embedding_deviation(o), rng)),
      encoder_(*this, "encoder", o.embedding, o.hidden, rng, o.layers, o.bidirectional, o.dropout),
      context_size_(o.attention != "none" && score_named(o.attention).needs_equal_sizes
                        ? o.hidden
                        : encoder_->output_size()),
      narrow_(context_size_ == encoder_->output_size()
                  ? nullptr
                  : std::make_unique<Child<Linear>>(*this, "narrow", encoder_->output_size(), context_size_,
                                                    rng, false)),
      attention_(o.attention == "none" ? nullptr
                                       : make_attention(o.attention, o.hidden, context_size_, o.hidden, rng)),
      bridge_(*this, "bridge", encoder_->output_size(), o.hidden, rng),
      from_word_(*this, "from_word", o.embedding, 3 * o.hidden, rng),
      from_context_(*this, "from_context", context_size_, 3 * o.hidden, rng, false),
      from_state_(*this, "from_state", o.hidden, 3 * o.hidden, rng),
      readout_(o.readout ? std::make_unique<Child<Linear>>(
                               *this, "readout", o.hidden + context_size_ + o.embedding, o.embedding, rng)
                         : nullptr),
      output_(*this, "output",
              output_layer(o.tied, *target_embedding_, o.readout ? o.embedding : o.hidden, rng)),
      dropout_(*this, "dropout", o.dropout, rng) {
  if (!(o.teacher_forcing >= 0 && o.teacher_forcing <= 1))
    fail("GRUModel: the share of teacher forcing must be between 0 and 1, not ", o.teacher_forcing);
  if (attention_) adopt("attention", *attention_);
  for (Index layer = 1; layer < o.layers; ++layer) upper_.add(o.hidden, o.hidden, rng);
}

Variable GRUModel::embed(const TokenMatrix& words) const { return dropout_(target_embedding_(words)); }

// h = encoder(E x)                      s_0 = tanh(W_s h_last), in each layer
std::pair<GRUModel::Encoded, GRUModel::States> GRUModel::encode(const TokenMatrix& source,
                                                                const std::vector<Index>& lengths) const {
  const GRU::Result h = encoder_(dropout_(source_embedding_(source)), lengths);
  Encoded encoded;
  encoded.values = narrow_ ? (*narrow_)(h.output) : h.output;
  encoded.summary = narrow_ ? (*narrow_)(h.final.back()) : h.final.back();
  if (attention_) {
    const Scope scope("attention");
    encoded.keys = attention_->prepare_keys(encoded.values);
    encoded.mask = length_mask(lengths, source.columns);
  }
  States states;
  for (const Variable& last : h.final) states.push_back(tanh(bridge_(last)));
  return {std::move(encoded), std::move(states)};
}

// c_i = sum over j of a_ij h_j          a_i = softmax over j of score(s_(i-1), h_j)
Variable GRUModel::attend(const States& states, const Encoded& encoded) const {
  if (!attention_) return encoded.summary;
  const Scope scope("attention");
  const Variable query = unsqueeze(states.front(), 1);  // (batch, 1, hidden)
  return squeeze(attention_->attend(query, encoded.keys, encoded.values, encoded.mask).output, 1);
}

// s_i = GRU([E y_(i-1); c_i], s_(i-1))
//
// The gates r, z and the candidate need W [E y; c] + U s. A matrix times stacked vectors is the sum
// of its blocks times each vector:
//
//     W [E y; c] = W_y E y + W_c c
//
// So the three parts are computed separately and summed. W_y E y does not depend on the state: in
// training with the correct words it is one product for all steps.
GRUModel::States GRUModel::next_states(const Variable& word_gates, const Variable& context,
                                       const States& states) const {
  const Variable& s = states.front();
  States next{gru_step(word_gates + from_context_(context), from_state_(s), s)};
  for (std::size_t layer = 1; layer < states.size(); ++layer)
    next.push_back(upper_.call(layer - 1, dropout_(next.back()), states[layer]));
  return next;
}

// logits = W_o t_i                      t_i = tanh(W_t [s_i; c_i; E y_(i-1)])
Variable GRUModel::read_out(const Variable& state, const Variable& context, const Variable& word) const {
  if (!readout_) return output_(dropout_(state));
  return output_(dropout_(tanh((*readout_)(concatenate({state, context, word}, -1)))));
}

struct GRUModel::PreviousWords {
  virtual ~PreviousWords() = default;
  virtual Variable gates(Index t) = 0;  // W_y E y of the word before target step t (batch, 3 hidden)
  virtual void add(const Variable& state, const Variable& context) = 0;  // the result of the step
  virtual Variable logits() = 0;                                         // of all steps
};

// All previous words are the correct ones, so only the states depend on the previous step.
// Embeddings, gates and readout are computed for all steps together.
struct GRUModel::GivenWords : PreviousWords {
  GivenWords(const GRUModel& model_, const Batch& batch)
      : model(model_), words(model.embed(batch.target_in)), all_gates(model.from_word_(words)) {}
  Variable gates(Index t) override { return select(all_gates, 1, t); }
  void add(const Variable& state, const Variable& context) override {
    states.push_back(state);
    contexts.push_back(context);
  }
  Variable logits() override {
    return model.read_out(stack(states, 1), model.readout_ ? stack(contexts, 1) : Variable(), words);
  }

  const GRUModel& model;
  Variable words, all_gates;  // (batch, time, embedding), (batch, time, 3 hidden)
  std::vector<Variable> states, contexts;
};

// Each previous word is the correct one with the probability `teacher_forcing`, and otherwise the word that
// the decoder predicted, so each step needs the logits of the step before.
struct GRUModel::PredictedWords : PreviousWords {
  PredictedWords(const GRUModel& model_, const Batch& batch_) : model(model_), batch(batch_) {}
  Variable gates(Index t) override {
    TokenMatrix column(batch.target_in.rows, 1);
    const bool correct = t == 0 || model.rng_.uniform() < model.options_.teacher_forcing;
    const std::vector<Index> predicted = t == 0 ? std::vector<Index>() : argmax(scores.back().value());
    for (Index row = 0; row < column.rows; ++row) {
      column(row, 0) =
          correct ? batch.target_in(row, t) : static_cast<Token>(predicted[static_cast<std::size_t>(row)]);
    }
    word = squeeze(model.embed(column), 1);
    return model.from_word_(word);
  }
  void add(const Variable& state, const Variable& context) override {
    scores.push_back(model.read_out(state, context, word));
  }
  Variable logits() override { return stack(scores, 1); }

  const GRUModel& model;
  const Batch& batch;
  Variable word;  // (batch, embedding)
  std::vector<Variable> scores;
};

Variable GRUModel::logits(const Batch& batch) const {
  check_batch(batch);
  auto [encoded, states] = encode(batch.source, batch.source_lengths);
  std::unique_ptr<PreviousWords> words;
  if (options_.teacher_forcing == 1 || !is_training()) {
    words = std::make_unique<GivenWords>(*this, batch);
  } else {
    words = std::make_unique<PredictedWords>(*this, batch);
  }
  for (Index t = 0; t < batch.target_in.columns; ++t) {
    const Variable word_gates = words->gates(t);
    const Variable context = attend(states, encoded);
    states = next_states(word_gates, context, states);
    words->add(states.back(), context);
  }
  return words->logits();
}

struct GRUModel::State : DecoderState {
  using DecoderState::DecoderState;
  Encoded encoded;
  States states;

  Index rows() const { return states.front().size(0); }
  void reorder(const std::vector<Index>& rows) override {
    for (Variable* part : {&encoded.values, &encoded.keys, &encoded.summary}) {
      if (part->defined()) *part = index_select(*part, 0, rows);
    }
    if (encoded.mask.defined()) encoded.mask = index_select(encoded.mask, 0, rows).value();
    for (Variable& state : states) state = index_select(state, 0, rows);
  }
};

std::unique_ptr<DecoderState> GRUModel::start(const TokenMatrix& source,
                                              const std::vector<Index>& lengths) const {
  check_source(source, lengths);
  auto state = std::make_unique<State>(*this);
  std::tie(state->encoded, state->states) = encode(source, lengths);
  return state;
}

Tensor GRUModel::step(DecoderState& state, const std::vector<Token>& previous) const {
  State& at = own<State>(state, previous);
  const Variable word = squeeze(embed(column_of(previous)), 1);  // (rows, embedding)
  const Variable context = attend(at.states, at.encoded);
  at.states = next_states(from_word_(word), context, at.states);
  return read_out(at.states.back(), context, word).value();
}

}  // namespace heed
