// The interface of every encoder-decoder model: it computes the logits of given target sentences
// for training, and decodes one word at a time.
#pragma once

#include "nn/layers.h"
#include "nn/text/batches.h"
#include "tensor/ground/error.h"

#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace heed {

// The data that a decoder keeps from one step to the next: the encoded sources and its own states.
// Each row is one sentence, or one hypothesis. A state belongs to the model that started it.
class DecoderState {
 public:
  explicit DecoderState(const Module& model) : model_(&model) {}
  virtual ~DecoderState() = default;
  // Row i becomes the former row rows[i]. This drops finished sentences and repeats the better
  // hypotheses of a beam.
  virtual void reorder(const std::vector<Index>& rows) = 0;
  bool belongs_to(const Module& model) const { return model_ == &model; }

 private:
  const Module* model_;
};

class TranslationModel : public Module {
 public:
  // The logits of each next word, given the correct previous ones: (batch, target time, words).
  virtual Variable logits(const Batch& batch) const = 0;

  // start() encodes the sources (batch, time) once. Then each step() takes the previous word of every row
  // and returns the logits of the next word, (rows, words). If the model attends to the source, that is the
  // last attention of a step. start() throws unless there is one length for each row, and if a sentence is
  // empty; step() throws if the state belongs to a different model or has another number of rows.
  virtual std::unique_ptr<DecoderState> start(const TokenMatrix& source,
                                              const std::vector<Index>& lengths) const = 0;
  virtual Tensor step(DecoderState& state, const std::vector<Token>& previous) const = 0;

  // The maximum number of tokens in a sentence, including <bos> and <eos>.
  virtual Index max_length() const { return std::numeric_limits<Index>::max(); }

  // The settings that the model was made with, as text by name. make_model() makes a model of the same
  // shapes from them.
  virtual std::map<std::string, std::string> settings() const = 0;

 protected:
  // Throw unless the sentences of the batch have at least one token each and fit the lengths, and, for logits(),
  // unless each has a target.
  static void check_source(const TokenMatrix& source, const std::vector<Index>& lengths);
  static void check_batch(const Batch& batch);

  // `state` as the type that start() of this model made. Throws if it belongs to a different model, or if its
  // rows() are not as many as the previous words.
  template <class State>
  State& own(DecoderState& state, const std::vector<Token>& previous) const {
    if (!state.belongs_to(*this)) {
      fail(
          "step: the decoder state belongs to a different model; pass a state from start() of the same "
          "model");
    }
    State& own_state = static_cast<State&>(state);
    if (static_cast<Index>(previous.size()) != own_state.rows())
      fail("step: ", previous.size(), " words for a decoder state of ", own_state.rows(), " rows");
    return own_state;
  }
};

// One token per row, as a matrix (rows, 1).
inline TokenMatrix column_of(const std::vector<Token>& tokens) {
  TokenMatrix column(static_cast<Index>(tokens.size()), 1);
  column.ids = tokens;
  return column;
}

// Which weights are shared, or tied (Press and Wolf, 2017): the output's with the embedding of the target words, or with
// both embeddings, which needs one vocabulary for both languages. A tied output has no bias.
enum class Tied { none, output, all };

// The embedding of the target words and the output layer, with weights of their own or shared. Both throw if sizes differ
// that must be equal.
std::unique_ptr<Embedding> target_embedding(Tied tied, const Embedding& source, Index words, Index size,
                                            double deviation, Rng& rng);
std::unique_ptr<Linear> output_layer(Tied tied, const Embedding& target, Index inputs, Rng& rng);

}  // namespace heed
