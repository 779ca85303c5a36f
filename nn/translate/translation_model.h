// What every encoder-decoder model can do, whatever is inside: score right answers for training, and decode
// word by word.
#pragma once

#include "nn/module.h"
#include "nn/text/batches.h"
#include "nn/transformer/transformer.h"

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace heed {

// Where a decoder is in its sentences: what it has read, what it remembers. Each row is one sentence (or one
// hypothesis).
class DecoderState {
 public:
  virtual ~DecoderState() = default;
  // Row i becomes what row rows[i] was: to drop finished sentences and to follow the better hypotheses of a
  // beam.
  virtual void reorder(const std::vector<Index>& rows) = 0;
};

struct Step {
  Tensor logits;   // (rows, words): scores of the next word
  Tensor weights;  // (rows, source time): where the decoder looked; undefined for a model without attention
};

class TranslationModel : public Module {
 public:
  // Scores of each next word when all words before it are the right ones: (batch, target time, words).
  virtual Variable logits(const Batch& batch) const = 0;

  // Reads the sources (batch, time) once; then each step() tells the last word of every row and gets the next
  // word's scores.
  virtual std::unique_ptr<DecoderState> start(const TokenMatrix& source,
                                              const std::vector<Index>& lengths) const = 0;
  virtual Step step(DecoderState& state, const std::vector<Token>& last) const = 0;

  // The most tokens that a sentence may have, bos and eos included.
  virtual Index longest() const { return std::numeric_limits<Index>::max(); }

  // All attention for a sentence with its translation, for looking at: the weights, and what they were
  // computed from. A recurrent model has `cross` alone.
  virtual AttentionRecord attention(const Batch& batch) const = 0;

  // What the model was made with, as text by name: enough for make_model() to make another of the same
  // shapes.
  virtual std::map<std::string, std::string> settings() const = 0;
};

}  // namespace heed
