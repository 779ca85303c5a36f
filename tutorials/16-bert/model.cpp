#include "tutorials/16-bert/model.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "nn/attention/masks.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "nn/transformer/positions.h"
#include "tensor/elementwise.h"

#include <cmath>

namespace heed {

// [reader]
Reader::Reader(Index words, Sight sight, Rng& rng)
    : sight_(sight),
      embedding_(*this, "embedding", words, size, rng, Vocabulary::pad),
      encoder_(
          *this, "encoder",
          TransformerOptions{
              .size = size, .heads = 4, .layers = 2, .feed_forward = 128, .dropout = 0, .pre_norm = true},
          rng) {}

Variable Reader::operator()(const TokenMatrix& sentences) const {
  const Variable x = embedding_(sentences) * std::sqrt(static_cast<double>(size)) +
                     sinusoidal_positions(sentences.columns, size);
  Tensor mask = padding_mask(sentences, Vocabulary::pad);
  if (sight_ == Sight::left_only) mask = mask * causal_mask(sentences.columns);
  return encoder_(x, mask);
}
// [/reader]

// [hide]
Masked hide(const TokenMatrix& sentences, const Masking& masking, Token mask, Rng& rng) {
  Masked result{sentences, TokenMatrix(sentences.rows, sentences.columns, Vocabulary::pad)};
  for (std::size_t i = 0; i < sentences.ids.size(); ++i) {
    const Token word = sentences.ids[i];
    if (word < first_word) continue;
    if (masking.everywhere) result.targets.ids[i] = word;
    if (rng.uniform() >= masking.chosen) continue;
    result.targets.ids[i] = word;
    const double fate = rng.uniform();
    if (fate < masking.hidden) {
      result.input.ids[i] = mask;
    } else if (fate < masking.hidden + masking.random) {
      result.input.ids[i] = static_cast<Token>(first_word + rng.integer(mask - first_word));
    }
  }
  return result;
}
// [/hide]

// [pretrain]
void pretrain(const MaskedModel& model, const std::vector<Tokens>& sentences, const Masking& masking,
              Index epochs, Token mask, Rng& rng, const std::function<void(Index, Index)>& progress) {
  constexpr Index batch_size = 32;
  const std::vector<Variable> parameters = model.parameters();
  Adam adam(parameters, 0.006);
  const Index batches = (static_cast<Index>(sentences.size()) + batch_size - 1) / batch_size;
  const auto schedule = make_schedule("cosine", 0.006, 200, epochs * batches);
  Index step = 0;
  for (Index epoch = 1; epoch <= epochs; ++epoch) {
    for (const std::vector<Index>& indices : shuffled_plan({sentences, sentences}, batch_size, rng)) {
      const Masked batch = hide(pad_together(sentences, indices), masking, mask, rng);
      adam.zero_grad();
      cross_entropy(model(batch.input), batch.targets, {.ignore = Vocabulary::pad}).backward();
      clip_gradient_norm(parameters, 1);
      adam.set_learning_rate(schedule->rate(++step));
      adam.step();
    }
    if (progress) progress(epoch, epochs);
  }
}
// [/pretrain]

// [finetune]
void finetune(const Classifier& model, const std::vector<Tokens>& sentences, const std::vector<Token>& labels,
              Index steps, Rng& rng) {
  const std::vector<Variable> parameters = model.parameters();
  Adam adam(parameters, 0.003);
  const auto schedule = make_schedule("linear", 0.003, steps / 10, steps);
  for (Index step = 0; step < steps;) {
    for (const std::vector<Index>& indices : shuffled_plan({sentences, sentences}, 16, rng)) {
      if (step == steps) return;
      TokenMatrix classes(static_cast<Index>(indices.size()), 1);
      for (std::size_t i = 0; i < indices.size(); ++i) {
        classes.ids[i] = labels[static_cast<std::size_t>(indices[i])];
      }
      adam.zero_grad();
      cross_entropy(model(pad_together(sentences, indices)), classes).backward();
      clip_gradient_norm(parameters, 1);
      adam.set_learning_rate(schedule->rate(++step));
      adam.step();
    }
  }
}
// [/finetune]

}  // namespace heed
