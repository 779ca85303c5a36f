// The recurrent translator (Bahdanau, Cho and Bengio, 2015): a GRU reads the source, another writes the
// target, and at each step attention tells the writer where in the source to look. Without attention the
// writer sees one fixed vector, the reader's last state (Cho et al., 2014; document 3, 2.2 describes this
// one).
#pragma once

#include "nn/attention/scores.h"
#include "nn/recurrent/gru.h"
#include "nn/translate/translation_model.h"

namespace heed {

struct GRUModelOptions {
  Index source_words = 0, target_words = 0;
  Index embedding = 64, hidden = 128, layers = 1;
  bool bidirectional = true;
  std::string attention = "additive";  // a name in score_table(), or "none": the fixed vector
  double dropout = 0.1;
  double teacher_forcing =
      1;  // in training, the share of steps that are shown the right last word, not the model's own
  bool readout =
      true;  // words are scored from tanh(W [state; context; last word]), else from the state alone
};

class GRUModel : public TranslationModel {
 public:
  GRUModel(const GRUModelOptions& options, Rng& rng);

  Variable logits(const Batch& batch) const override;
  std::unique_ptr<DecoderState> start(const TokenMatrix& source,
                                      const std::vector<Index>& lengths) const override;
  Tensor step(DecoderState& state, const std::vector<Token>& last) const override;
  std::map<std::string, std::string> settings() const override;

 private:
  struct Memory;  // what the reader leaves for the writer
  struct State;
  struct Written;  // one step of the writer

  Memory read(const TokenMatrix& source, const std::vector<Index>& lengths) const;
  // One step: the gates that the last word gave (batch, 3 hidden), the states of all layers, which it moves
  // on.
  Written write(const Variable& word_gates, const Memory& memory, std::vector<Variable>& states) const;
  Variable score_words(const Variable& state, const Variable& context, const Variable& words) const;

  GRUModelOptions options_;
  Rng& rng_;
  Child<Embedding> source_embedding_, target_embedding_;
  Child<GRU> encoder_;
  Index memory_size_;  // of the vectors that attention reads
  std::unique_ptr<Child<Linear>>
      narrow_;  // makes the encoder's vectors as long as the decoder's, for scores that want that
  std::unique_ptr<Attention> attention_;
  Child<Linear> bridge_;  // from the encoder's last state to the decoder's first
  Child<Linear> from_word_, from_context_,
      from_state_;  // the decoder's first layer: its gates are the sum of three parts
  Children<GRUCell> upper_{*this, "upper"};  // further layers
  std::unique_ptr<Child<Linear>> readout_;
  Child<Linear> output_;
  Child<Dropout> dropout_;
};

}  // namespace heed
