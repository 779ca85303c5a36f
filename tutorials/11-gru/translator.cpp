#include "tutorials/11-gru/translator.h"

#include "autograd/operations/cross_entropy.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"

namespace heed {

// [options]
GRUModelOptions without_attention(const Texts& texts, Index hidden) {
  return {.source_words = texts.source.size(),
          .target_words = texts.target.size(),
          .embedding = 48,
          .hidden = hidden,
          .bidirectional = false,
          .attention = "none",
          .dropout = 0,
          .readout = false};
}
// [/options]

// [train]
void train(const GRUModel& model, const Texts& texts, Index epochs, std::uint64_t seed,
           const std::function<void(Index done, Index all)>& progress) {
  constexpr Index batch_size = 32;
  Rng shuffles(seed);
  const std::vector<Variable> parameters = model.parameters();
  Adam adam(parameters, 0.005);
  const Index pairs = static_cast<Index>(texts.train.size());
  const Index all = epochs * ((pairs + batch_size - 1) / batch_size);
  const auto schedule = make_schedule("cosine", 0.005, 100, all);  // up for 100 steps, then down to 0
  for (Index step = 0; step < all;) {
    for (const std::vector<Index>& indices : shuffled_plan(texts.train_numbers, batch_size, shuffles)) {
      const Batch batch = make_batch(texts.train_numbers, indices);
      adam.zero_grad();
      cross_entropy(model.logits(batch), batch.target_out, {.ignore = Vocabulary::pad}).backward();
      clip_gradient_norm(parameters, 1);
      adam.set_learning_rate(schedule->rate(++step));
      adam.step();
      progress(step, all);
    }
  }
}
// [/train]

// [write]
TokenMatrix write(const GRUModel& model, const Batch& batch) {
  TokenMatrix words(batch.target_out.rows, batch.target_out.columns);
  const auto state = model.start(batch.source, batch.source_lengths);
  std::vector<Token> previous(static_cast<std::size_t>(words.rows), Vocabulary::bos);
  for (Index t = 0; t < words.columns; ++t) {
    const std::vector<Index> best = argmax(model.step(*state, previous));
    for (Index row = 0; row < words.rows; ++row) {
      words(row, t) = previous[static_cast<std::size_t>(row)] =
          static_cast<Token>(best[static_cast<std::size_t>(row)]);
    }
  }
  return words;
}
// [/write]

TokenMatrix forced(const GRUModel& model, const Batch& batch) {
  return most_likely(model.logits(batch).value());
}

Evaluation evaluate(const GRUModel& model, const Texts& texts) {
  const NoGrad guard;
  Evaluation result;
  for (const std::vector<Index>& indices : sorted_plan(texts.test_numbers.source, 50)) {
    const Batch batch = make_batch(texts.test_numbers, indices);
    result.add(batch, forced(model, batch), write(model, batch), texts.target);
  }
  return result;
}

// [exposure]
Exposure exposure(const GRUModel& model, const Texts& texts, Index positions) {
  const NoGrad guard;
  const auto count = static_cast<std::size_t>(positions);
  std::vector<double> words(count), forced_right(count), written_right(count);
  double right[2] = {0, 0}, all[2] = {0, 0};  // after a wrong word of its own, and after a right one
  for (const std::vector<Index>& indices : sorted_plan(texts.test_numbers.source, 50)) {
    const Batch batch = make_batch(texts.test_numbers, indices);
    const TokenMatrix with = forced(model, batch), own = write(model, batch);
    for (Index row = 0; row < own.rows; ++row) {
      for (Index t = 0; t < std::min(positions, own.columns); ++t) {
        const Token wanted = batch.target_out(row, t);
        if (wanted == Vocabulary::pad) break;
        const auto at = static_cast<std::size_t>(t);
        words[at] += 1;
        forced_right[at] += with(row, t) == wanted;
        written_right[at] += own(row, t) == wanted;
        if (t == 0) continue;
        const bool was_right = own(row, t - 1) == batch.target_out(row, t - 1);
        all[was_right] += 1;
        right[was_right] += own(row, t) == wanted;
      }
    }
  }
  Exposure result;
  for (std::size_t at = 0; at < count; ++at) {
    result.forced.push_back(forced_right[at] / words[at]);
    result.written.push_back(written_right[at] / words[at]);
  }
  result.after_right = right[1] / all[1];
  result.after_wrong = right[0] / all[0];
  return result;
}
// [/exposure]

}  // namespace heed
