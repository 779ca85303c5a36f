// The translator of lesson 12, which document 4 (5) set out to build. A GRU reads the sentence,
// another GRU writes its translation, and before each word the second GRU looks back (Bahdanau, Cho
// and Bengio, 2015). The library's GRUModel is the same model with more options.
#pragma once

#include "nn/attention/scores.h"
#include "nn/recurrent/gru.h"
#include "nn/text/batches.h"

namespace heed {

struct ModelSizes {
  Index source_words, target_words;
  Index embedding = 48, hidden = 96;
};

class RecurrentTranslator : public Module {
 public:
  // Without `attention`, the context vector is the encoder's last state, the same at every step.
  RecurrentTranslator(const ModelSizes& sizes, bool attention, Rng& rng);

  // What the decoder gets from the encoder.
  struct Memory {
    Variable states;  // (batch, source time, 2 hidden): one state for each word, 0 at padding
    Variable keys;    // (batch, source time, hidden): W_k times each state
    Variable last;    // (batch, 2 hidden): the encoder's last state
    Tensor mask;      // (batch, 1, source time): 1 for a word, 0 for padding; undefined: hide nothing
  };
  Memory encode(const TokenMatrix& source, const std::vector<Index>& lengths) const;
  // Returns the decoder's first state: (batch, hidden).
  Variable first_state(const Memory& memory) const;

  struct Context {
    Variable vector;   // (batch, 2 hidden)
    Variable weights;  // (batch, source time); undefined without attention
  };
  Context attend(const Variable& state, const Memory& memory) const;

  Variable embed(const TokenMatrix& words) const { return target_embedding(words); }
  // Returns the decoder's next state (batch, hidden), from the previous word's embedding (batch,
  // embedding), the context vector and the previous state.
  Variable next_state(const Variable& word, const Variable& context, const Variable& state) const;
  // Returns a score for every word of the target language: (..., target words).
  Variable score_words(const Variable& state, const Variable& context, const Variable& word) const;

  Child<Embedding> source_embedding, target_embedding;
  Child<GRU> encoder;
  Child<AdditiveAttention> attention;
  Child<Linear> bridge;
  Child<GRUCell> decoder;
  Child<Linear> readout, output;

 private:
  bool attends_;
};

// Teacher forcing: returns the scores of each next word, (batch, target time, target words), when
// the decoder gets `inputs` (batch, target time) as the previous words. If `weights` is given, also
// stores the attention weights there: (batch, target time, source time).
Variable forced_scores(const RecurrentTranslator& model, const RecurrentTranslator::Memory& memory,
                       const TokenMatrix& inputs, Tensor* weights = nullptr);

// Translates without a teacher: returns the model's own most likely word at each step, `length`
// words for each sentence. Words after <eos> mean nothing.
TokenMatrix write(const RecurrentTranslator& model, const RecurrentTranslator::Memory& memory, Index length);

}  // namespace heed
