// The listeners of lesson 23: a GRU reads the sound, a second GRU spells the word. With attention, the speller may listen
// again at each letter; without, it has only what the first GRU remembers at the end.
#pragma once

#include "nn/attention/scores.h"
#include "nn/audio/log_mel.h"
#include "nn/recurrent/gru.h"
#include "nn/text/batches.h"
#include "tensor/files/wav.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace heed {

// Letters as token ids: those of Vocabulary for <pad>, <bos> and <eos>, then a to z.
Tokens tokens_of(const std::string& word);
std::string word_of(const Tokens& tokens);
constexpr Index letter_count = 4 + 26;

// [examples]
struct Recording {
  Tensor features;  // (steps, step size): what the listener reads
  Tokens letters;   // <bos>, the letters, <eos>
};

// Log-mel features of a sound, shifted and scaled to mean 0 and variance 1, `frames_per_step` frames side by side.
struct Ear {
  LogMelOptions mel{.rate = 8000, .window = 256, .hop = 100, .bands = 32, .floor = 1e-4};
  Index frames_per_step = 2;
  Index step_size() const { return frames_per_step * mel.bands; }
  // The middle of a step, in seconds from the beginning of the sound
  double second_of(Index step) const;
};
// (steps, step size). Throws if the sound has another rate than the ear expects.
Tensor hear(const Sound& sound, const Ear& ear);
// [/examples]

struct ListenerOptions {
  Index step_size = 64, hidden = 48, letter_size = 16;
  std::string attention = "additive";  // a row of the table of scores, or "none"
  double dropout = 0;
};

// [listener]
class Listener : public Module {
 public:
  Listener(const ListenerOptions& options, Rng& rng);

  struct Heard {
    Variable states, keys, last;  // (batch, steps, 2 hidden), prepared for attention; (batch, 2 hidden)
    Tensor mask;
  };
  // sounds (batch, steps, step size), padded; lengths (batch) in steps
  Heard listen(const Tensor& sounds, const std::vector<Index>& lengths) const;

  struct Speller {
    Variable state;    // (batch, hidden)
    Variable logits;   // (batch, letters): the next letter
    Variable weights;  // (batch, 1, steps), with attention only
  };
  // The first state, before any letter.
  Speller begin(const Heard& heard) const;
  // One letter further, after `letters` (batch, 1).
  Speller spell(const Heard& heard, const Speller& before, const TokenMatrix& letters) const;

 private:
  Child<Dropout> dropout_;
  Child<GRU> encoder_;
  Child<Linear> bridge_;
  Child<Embedding> embedding_;
  Child<GRUCell> cell_;
  Child<Linear> output_;
  std::unique_ptr<Attention> attention_;
};
// [/listener]

struct ListenerTraining {
  Index epochs = 10, batch_size = 32;
  double rate = 4e-3;
};

// A batch of recordings of similar length.
struct SoundBatch {
  Tensor sounds;
  std::vector<Index> lengths;
  TokenMatrix letters;  // (batch, letters): <bos> ... <eos>, padded
};
SoundBatch batch_of(const std::vector<Recording>& recordings, const std::vector<Index>& indices);

// The loss of a batch: mean over the letters that are to be predicted.
Variable loss_of(const Listener& listener, const SoundBatch& batch);
void train(Listener& listener, const std::vector<Recording>& recordings, const ListenerTraining& training,
           Rng& rng, const std::function<void(Index epoch)>& after_epoch = {});

// What the listener writes for each recording: letter by letter, always the most likely one, until <eos> or `longest` letters.
std::vector<std::string> write_down(Listener& listener, const std::vector<Recording>& recordings,
                                    Index longest = 20);
// log p(word | recording) for each recording: how well the word fits, letter by letter.
std::vector<double> log_probabilities(Listener& listener, const std::vector<Recording>& recordings,
                                      const std::string& word);
// The weights for each letter of the right word.
std::vector<std::vector<double>> weights_for(Listener& listener, const Recording& recording);

}  // namespace heed
