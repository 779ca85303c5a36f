// What every encoder-decoder model can do, whatever is inside: score right answers for training, and decode
// word by word.
#pragma once

#include "nn/module.h"
#include "nn/text/batches.h"

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

class TranslationModel : public Module {
 public:
  // Scores of each next word when all words before it are the right ones: (batch, target time, words).
  virtual Variable logits(const Batch& batch) const = 0;

  // start() encodes the sources (batch, time) once. Then each step() takes the previous word of every row and
  // returns the scores of the next word, (rows, words). If the model has attention over the source, that is
  // the last attention of a step.
  virtual std::unique_ptr<DecoderState> start(const TokenMatrix& source,
                                              const std::vector<Index>& lengths) const = 0;
  virtual Tensor step(DecoderState& state, const std::vector<Token>& last) const = 0;

  // The most tokens that a sentence may have, bos and eos included.
  virtual Index longest() const { return std::numeric_limits<Index>::max(); }

  // What the model was made with, as text by name: enough for make_model() to make another of the same
  // shapes.
  virtual std::map<std::string, std::string> settings() const = 0;
};

}  // namespace heed
