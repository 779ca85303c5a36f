// The models of lesson 16: a reader (embedding, positions and the library's Encoder) with one matrix on top. The
// matrix predicts hidden words (MaskedModel) or the class of the sentence (Classifier).
#pragma once

#include "autograd/operations/shape_functions.h"
#include "nn/layers.h"
#include "nn/text/batches.h"
#include "nn/transformer/transformer.h"

#include <functional>
#include <vector>

namespace heed {

// The first token id of a word. The ids before it are special tokens: <pad>, <unk>, <bos>, <eos>.
constexpr Token first_word = Vocabulary::eos + 1;

// Which words a position may attend to.
enum class Sight { both_sides, left_only };

// Reads sentences: (batch, time) -> a vector for each word, (batch, time, size).
class Reader : public Module {
 public:
  Reader(Index words, Sight sight, Rng& rng);
  Variable operator()(const TokenMatrix& sentences) const;

  static constexpr Index size = 64;  // d_model

 private:
  Sight sight_;
  Child<Embedding> embedding_;
  Child<Encoder> encoder_;
};

// [models]
// Scores of all words at each position: (batch, time) -> (batch, time, words).
class MaskedModel : public Module {
 public:
  MaskedModel(Index words, Sight sight, Rng& rng)
      : reader(*this, "reader", words, sight, rng), output(*this, "output", Reader::size, words, rng) {}
  Variable operator()(const TokenMatrix& sentences) const { return output(reader(sentences)); }

  Child<Reader> reader;
  Child<Linear> output;
};

// Scores of the classes, computed from the vector at position 0 alone: (batch, time) -> (batch, classes).
class Classifier : public Module {
 public:
  Classifier(Index words, Index classes, Rng& rng)
      : reader(*this, "reader", words, Sight::both_sides, rng),
        output(*this, "output", Reader::size, classes, rng) {}
  Variable operator()(const TokenMatrix& sentences) const { return output(select(reader(sentences), 1, 0)); }

  Child<Reader> reader;
  Child<Linear> output;
};
// [/models]

// [masking]
struct Masking {
  double chosen = 0.3;                // the share of words that are chosen
  double hidden = 0.8, random = 0.1;  // of these: replaced by [MASK], by a random word; the others stay
  bool everywhere = false;            // a mistake: words that were not chosen are targets, too
};

struct Masked {
  TokenMatrix input, targets;  // (batch, time); <pad> as a target means that nothing is to be predicted
};
// [/masking]

// Chooses words of the sentences and hides them. Special tokens are never chosen. `mask` is the id of [MASK]; it
// comes directly after the ids of the vocabulary.
Masked hide(const TokenMatrix& sentences, const Masking& masking, Token mask, Rng& rng);

// Trains the model to predict the chosen words. Calls progress(epoch, epochs) after each epoch.
void pretrain(const MaskedModel& model, const std::vector<Tokens>& sentences, const Masking& masking,
              Index epochs, Token mask, Rng& rng, const std::function<void(Index, Index)>& progress = {});

// Trains the classifier: sentence i has the class labels[i].
void finetune(const Classifier& model, const std::vector<Tokens>& sentences, const std::vector<Token>& labels,
              Index steps, Rng& rng);

}  // namespace heed
