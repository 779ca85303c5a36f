// The translator of lesson 12: what document 4, 5 set out to build. A GRU reads the sentence, another GRU
// writes its translation, and before each word the writer looks back (Bahdanau, Cho and Bengio, 2015). The
// library's GRUModel is the same thing with more options and less to see.
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
  // Without `attention` the context is the encoder's last state, the same at every step.
  RecurrentTranslator(const ModelSizes& sizes, bool attention, Rng& rng);

  // What the encoder leaves for the decoder.
  struct Memory {
    Variable states;  // (batch, source time, 2 hidden): one for each word, 0 at padding
    Variable keys;    // (batch, source time, hidden): W_k of each state
    Variable last;    // (batch, 2 hidden): the encoder's last state
    Tensor mask;      // (batch, 1, source time): 1 for a word, 0 for padding; undefined: look everywhere
  };
  Memory read(const TokenMatrix& source, const std::vector<Index>& lengths) const;
  Variable first_state(const Memory& memory) const;  // of the decoder: (batch, hidden)

  struct Look {
    Variable context;  // (batch, 2 hidden)
    Variable weights;  // (batch, source time); undefined without attention
  };
  Look look(const Variable& state, const Memory& memory) const;

  Variable embed(const TokenMatrix& words) const { return target_embedding(words); }
  // The decoder's next state (batch, hidden), from its last word (batch, embedding) and what it has looked
  // at.
  Variable next_state(const Variable& word, const Variable& context, const Variable& state) const;
  // Scores of every word of the target language: (..., target words).
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

// Scores of each next word when the decoder is shown `shown` (batch, target time), word by word, whatever it
// would have said itself: (batch, target time, target words). If `weights` is given, also where it looked:
// (batch, target time, source time).
Variable forced_scores(const RecurrentTranslator& model, const RecurrentTranslator::Memory& memory,
                       const TokenMatrix& shown, Tensor* weights = nullptr);

// What the model writes by itself, each time its own likeliest word: `longest` words for each sentence, of
// which those behind the end mark mean nothing.
TokenMatrix write(const RecurrentTranslator& model, const RecurrentTranslator::Memory& memory, Index longest);

}  // namespace heed
