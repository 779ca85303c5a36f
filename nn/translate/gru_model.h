// The recurrent translator (Bahdanau, Cho and Bengio, 2015; document 3, 2.2; lesson 12). One GRU, the
// encoder, reads the source; a second GRU, the decoder, writes the target. At each step, attention gives the
// decoder a context vector: a weighted mean of the encoder's outputs. Without attention the context is the
// encoder's last state in every step (Cho et al., 2014).
//
// With the encoder's outputs h_1 ... h_n, and at target step i the state s_i and the word y_i:
//
//     s_0 = tanh(W_s h_last)
//     c_i = sum over j of a_ij h_j       a_i = softmax over j of score(s_(i-1), h_j)
//     s_i = GRU([E y_(i-1); c_i], s_(i-1))
//     t_i = tanh(W_t [s_i; c_i; E y_(i-1)])
//     p(y_i) = softmax(W_o t_i)
//
// where E y is the word's embedding. (The paper's readout t_i takes s_(i-1), and a maxout instead of tanh.)
#pragma once

#include "nn/attention/scores.h"
#include "nn/recurrent/gru.h"
#include "nn/translate/translation_model.h"

namespace heed {

struct GRUModelOptions {
  Index source_words = 0, target_words = 0;
  Index embedding = 128, hidden = 256;
  Index layers = 1;  // in the encoder, and the same number in the decoder
  bool bidirectional = true;
  std::string attention = "additive";  // a name in score_table(), or "none"
  double dropout = 0.1;
  // In training, the share of steps that get the correct previous word. In the other steps the decoder gets
  // the word that it predicted itself.
  double teacher_forcing = 1;
  Tied tied = Tied::none;
  bool readout = true;  // the logits are W_o t_i as above; if not, they are W_o s_i
};

class GRUModel : public TranslationModel {
 public:
  // Keeps `rng` for dropout, hard attention and teacher forcing.
  GRUModel(const GRUModelOptions& options, Rng& rng);

  Variable logits(const Batch& batch) const override;
  std::unique_ptr<DecoderState> start(const TokenMatrix& source,
                                      const std::vector<Index>& lengths) const override;
  Tensor step(DecoderState& state, const std::vector<Token>& previous) const override;
  std::map<std::string, std::string> settings() const override;

 private:
  // The encoded source. It stays the same in all steps of the decoder.
  struct Encoded {
    Variable values, keys;  // (batch, source time, context size): h_j, and as attention prepares them
    Tensor mask;            // (batch, 1, source time): 0 at padding
    Variable summary;       // (batch, context size): h_last, the context if there is no attention
  };
  using States = std::vector<Variable>;  // s of each layer of the decoder (batch, hidden)
  struct State;                          // Encoded and States, while decoding one word at a time

  // Gives the decoder its previous words in training, and turns its states into logits.
  struct PreviousWords;
  struct GivenWords;
  struct PredictedWords;

  std::pair<Encoded, States> encode(const TokenMatrix& source, const std::vector<Index>& lengths) const;
  Variable embed(const TokenMatrix& words) const;                       // E y (batch, time, embedding)
  Variable attend(const States& states, const Encoded& encoded) const;  // c_i
  States next_states(const Variable& word_gates, const Variable& context, const States& states) const;
  Variable read_out(const Variable& state, const Variable& context, const Variable& word) const;

  GRUModelOptions options_;
  Rng& rng_;
  Child<Embedding> source_embedding_, target_embedding_;
  Child<GRU> encoder_;
  Index context_size_;
  // Projects the encoder's outputs to the decoder's size, for scores that need equal sizes.
  std::unique_ptr<Child<Linear>> narrow_;
  std::unique_ptr<Attention> attention_;
  Child<Linear> bridge_;                                 // W_s
  Child<Linear> from_word_, from_context_, from_state_;  // the gates of the decoder's first layer
  Children<GRUCell> upper_{*this, "upper"};              // its further layers
  std::unique_ptr<Child<Linear>> readout_;               // W_t
  Child<Linear> output_;                                 // W_o
  Child<Dropout> dropout_;
};

}  // namespace heed
