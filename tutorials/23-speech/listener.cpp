#include "tutorials/23-speech/listener.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "nn/attention/masks.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace heed {

Tokens tokens_of(const std::string& word) {
  Tokens tokens{Vocabulary::bos};
  for (const char letter : word) tokens.push_back(4 + letter - 'a');
  tokens.push_back(Vocabulary::eos);
  return tokens;
}

std::string word_of(const Tokens& tokens) {
  std::string word;
  for (const Token token : tokens)
    if (token >= 4) word += static_cast<char>('a' + token - 4);
  return word;
}

double Ear::second_of(Index step) const {
  const double first = static_cast<double>(step * frames_per_step * mel.hop);
  const double across = static_cast<double>((frames_per_step - 1) * mel.hop + mel.window);
  return (first + across / 2) / static_cast<double>(mel.rate);
}

// [hear]
Tensor hear(const Sound& sound, const Ear& ear) {
  if (sound.rate != ear.mel.rate)
    fail("hear: the sound has ", sound.rate, " samples per second, and the ear expects ", ear.mel.rate);
  const Tensor frames = log_mel(sound.samples, ear.mel);  // (frames, bands)
  const Tensor centred = frames - mean(frames);
  const double deviation = std::sqrt(static_cast<double>(mean(centred * centred).item()));
  const Index steps = (frames.size(0) + ear.frames_per_step - 1) / ear.frames_per_step;
  Tensor padded = zeros({steps * ear.frames_per_step, ear.mel.bands});
  slice(padded, 0, 0, frames.size(0)).copy_from(centred / (deviation + 1e-3));
  return reshape(padded, {steps, ear.step_size()});
}
// [/hear]

// [model]
Listener::Listener(const ListenerOptions& o, Rng& rng)
    : dropout_(*this, "dropout", o.dropout, rng),
      encoder_(*this, "encoder", o.step_size, o.hidden, rng, 1, true),
      bridge_(*this, "bridge", 2 * o.hidden, o.hidden, rng),
      embedding_(*this, "embedding", letter_count, o.letter_size, rng, Vocabulary::pad),
      cell_(*this, "cell", o.letter_size + 2 * o.hidden, o.hidden, rng),
      output_(*this, "output", 3 * o.hidden, letter_count, rng) {
  if (o.attention == "none") return;
  attention_ = make_attention(o.attention, o.hidden, 2 * o.hidden, o.hidden, rng);
  adopt("attention", *attention_);
}

Listener::Heard Listener::listen(const Tensor& sounds, const std::vector<Index>& lengths) const {
  const GRU::Result read = encoder_(dropout_(sounds), lengths);
  Heard heard{dropout_(read.output), {}, read.final.back(), length_mask(lengths, sounds.size(1))};
  if (attention_) heard.keys = attention_->prepare_keys(heard.states);
  return heard;
}

Listener::Speller Listener::begin(const Heard& heard) const { return {tanh(bridge_(heard.last)), {}, {}}; }

Listener::Speller Listener::spell(const Heard& heard, const Speller& before,
                                  const TokenMatrix& letters) const {
  Variable context = heard.last, weights;
  if (attention_) {
    const Attended read =
        attention_->attend(unsqueeze(before.state, 1), heard.keys, heard.states, heard.mask);
    context = squeeze(read.output, 1);  // (batch, 2 hidden)
    weights = read.weights;
  }
  const Variable letter = squeeze(embedding_(letters), 1);
  const Variable state = cell_(concatenate({letter, context}, -1), before.state);
  return {state, output_(dropout_(concatenate({state, context}, -1))), weights};
}
// [/model]

SoundBatch batch_of(const std::vector<Recording>& recordings, const std::vector<Index>& indices) {
  SoundBatch batch;
  std::vector<Tokens> letters;
  for (const Index i : indices) {
    const Recording& recording = recordings[static_cast<std::size_t>(i)];
    batch.lengths.push_back(recording.features.size(0));
    letters.push_back(recording.letters);
  }
  const Index count = static_cast<Index>(indices.size());
  const Index longest = *std::max_element(batch.lengths.begin(), batch.lengths.end());
  const Index size = recordings.front().features.size(1);
  batch.sounds = zeros({count, longest, size});
  for (Index row = 0; row < count; ++row) {
    const Tensor& features =
        recordings[static_cast<std::size_t>(indices[static_cast<std::size_t>(row)])].features;
    slice(select(batch.sounds, 0, row), 0, 0, features.size(0)).copy_from(features);
  }
  std::vector<Index> all(letters.size());
  std::iota(all.begin(), all.end(), Index{0});
  batch.letters = pad_together(letters, all);
  return batch;
}

namespace {

TokenMatrix column(const TokenMatrix& letters, Index t) {
  TokenMatrix one(letters.rows, 1);
  for (Index row = 0; row < letters.rows; ++row) one(row, 0) = letters(row, t);
  return one;
}

}  // namespace

// [loss]
Variable loss_of(const Listener& listener, const SoundBatch& batch) {
  const Listener::Heard heard = listener.listen(batch.sounds, batch.lengths);
  Listener::Speller speller = listener.begin(heard);
  std::vector<Variable> logits;
  TokenMatrix targets(batch.letters.rows, batch.letters.columns - 1);
  for (Index t = 0; t + 1 < batch.letters.columns; ++t) {
    speller = listener.spell(heard, speller, column(batch.letters, t));
    logits.push_back(speller.logits);
    for (Index row = 0; row < targets.rows; ++row) targets(row, t) = batch.letters(row, t + 1);
  }
  return cross_entropy(stack(logits, 1), targets, {.ignore = Vocabulary::pad});
}
// [/loss]

void train(Listener& listener, const std::vector<Recording>& recordings, const ListenerTraining& training,
           Rng& rng, const std::function<void(Index)>& after_epoch) {
  std::vector<Tokens> by_length;  // shuffled_plan sorts by the length of sentences; here, by that of sounds
  for (const Recording& recording : recordings)
    by_length.emplace_back(static_cast<std::size_t>(recording.features.size(0)));
  const Index batches =
      (static_cast<Index>(recordings.size()) + training.batch_size - 1) / training.batch_size;
  const Index steps = batches * training.epochs;
  const auto schedule = make_schedule("cosine", training.rate, steps / 20, steps);
  Adam adam(listener.parameters(), training.rate);
  for (Index epoch = 0, step = 0; epoch < training.epochs; ++epoch) {
    listener.train();
    for (const auto& indices : shuffled_plan({by_length, by_length}, training.batch_size, rng)) {
      adam.set_learning_rate(schedule->rate(++step));
      adam.zero_grad();
      loss_of(listener, batch_of(recordings, indices)).backward();
      clip_gradient_norm(listener.parameters(), 1);
      adam.step();
    }
    if (after_epoch) after_epoch(epoch + 1);
  }
}

namespace {

// Calls run(first index, batch) for all recordings, a hundred at a time.
void in_batches(const std::vector<Recording>& recordings,
                const std::function<void(std::size_t, const SoundBatch&)>& run) {
  const Index count = static_cast<Index>(recordings.size());
  for (Index begin = 0; begin < count; begin += 100) {
    std::vector<Index> indices(static_cast<std::size_t>(std::min<Index>(100, count - begin)));
    std::iota(indices.begin(), indices.end(), begin);
    run(static_cast<std::size_t>(begin), batch_of(recordings, indices));
  }
}

}  // namespace

// [write]
std::vector<std::string> write_down(Listener& listener, const std::vector<Recording>& recordings,
                                    Index longest) {
  const NoGrad guard;
  listener.eval();
  std::vector<std::string> words(recordings.size());
  in_batches(recordings, [&](std::size_t begin, const SoundBatch& batch) {
    const Listener::Heard heard = listener.listen(batch.sounds, batch.lengths);
    Listener::Speller speller = listener.begin(heard);
    TokenMatrix letters = column(batch.letters, 0);  // <bos>
    std::vector<bool> ended(batch.lengths.size(), false);
    for (Index t = 0; t < longest; ++t) {
      speller = listener.spell(heard, speller, letters);
      const std::vector<Index> best = argmax(speller.logits.value());
      for (std::size_t row = 0; row < ended.size(); ++row) {
        letters.ids[row] = static_cast<Token>(best[row]);
        ended[row] = ended[row] || letters.ids[row] == Vocabulary::eos;
        if (!ended[row]) words[begin + row] += word_of({letters.ids[row]});
      }
    }
  });
  return words;
}
// [/write]

// [fits]
std::vector<double> log_probabilities(Listener& listener, const std::vector<Recording>& recordings,
                                      const std::string& word) {
  const NoGrad guard;
  listener.eval();
  const Tokens letters = tokens_of(word);
  std::vector<double> result(recordings.size(), 0);
  in_batches(recordings, [&](std::size_t begin, const SoundBatch& batch) {
    const Listener::Heard heard = listener.listen(batch.sounds, batch.lengths);
    Listener::Speller speller = listener.begin(heard);
    const Index rows = static_cast<Index>(batch.lengths.size());
    for (std::size_t t = 0; t + 1 < letters.size(); ++t) {
      TokenMatrix given(rows, 1);
      std::fill(given.ids.begin(), given.ids.end(), letters[t]);
      speller = listener.spell(heard, speller, given);
      const Tensor log_p = log_softmax(speller.logits).value();
      for (Index row = 0; row < rows; ++row)
        result[begin + static_cast<std::size_t>(row)] += static_cast<double>(log_p(row, letters[t + 1]));
    }
  });
  return result;
}
// [/fits]

std::vector<std::vector<double>> weights_for(Listener& listener, const Recording& recording) {
  const NoGrad guard;
  listener.eval();
  const SoundBatch batch = batch_of({recording}, {0});
  const Listener::Heard heard = listener.listen(batch.sounds, batch.lengths);
  Listener::Speller speller = listener.begin(heard);
  std::vector<std::vector<double>> weights;
  for (Index t = 0; t + 2 < batch.letters.columns; ++t) {  // not for <eos>
    speller = listener.spell(heard, speller, column(batch.letters, t));
    weights.push_back(speller.weights.value().to_doubles());
  }
  return weights;
}

}  // namespace heed
