#include "tutorials/17-gpt/model.h"

#include "autograd/operations/cross_entropy.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"

#include <algorithm>

namespace heed {

// [micro]
GPTOptions micro_gpt() {
  return {.words = 27,
          .transformer = {.size = 16,
                          .heads = 4,
                          .layers = 1,
                          .feed_forward = 64,
                          .dropout = 0,
                          .pre_norm = true,
                          .norm = NormKind::rms_without_gain,
                          .biases = false,
                          .final_norm = false},
          .context = 16,
          .tied = false,
          .input_norm = true};
}
// [/micro]

GPTOptions small_gpt(Index words, Index context) {
  return {.words = words,
          .transformer = {.size = 64,
                          .heads = 4,
                          .layers = 2,
                          .feed_forward = 256,
                          .dropout = 0,
                          .pre_norm = true,
                          .nonlinearity = Nonlinearity::gelu},
          .context = context,
          .tied = false};
}

// [shift]
Shifted shift(const std::vector<Tokens>& passages, const std::vector<Index>& indices) {
  std::size_t longest = 0;
  for (const Index i : indices) longest = std::max(longest, passages[static_cast<std::size_t>(i)].size());
  const Index rows = std::ssize(indices), columns = static_cast<Index>(longest) - 1;
  Shifted batch{TokenMatrix(rows, columns, 0), TokenMatrix(rows, columns, nothing)};
  for (Index row = 0; row < rows; ++row) {
    const Tokens& passage = passages[static_cast<std::size_t>(indices[static_cast<std::size_t>(row)])];
    std::copy(passage.begin(), passage.end() - 1, batch.input.ids.begin() + row * columns);
    std::copy(passage.begin() + 1, passage.end(), batch.target.ids.begin() + row * columns);
  }
  return batch;
}
// [/shift]

// [train]
void train(const GPT& model, const std::vector<Tokens>& passages, const Training& how, Rng& rng) {
  const std::vector<Variable> parameters = model.parameters();
  Adam adam(parameters, how.learning_rate);
  const auto schedule = make_schedule("linear", how.learning_rate, how.steps / 50, how.steps);
  for (Index step = 1; step <= how.steps; ++step) {
    std::vector<Index> chosen;
    for (Index i = 0; i < how.batch; ++i) chosen.push_back(rng.integer(std::ssize(passages)));
    Shifted batch = shift(passages, chosen);
    if (how.choose) how.choose(batch);
    const TokenMatrix& target = how.shifted ? batch.target : batch.input;
    adam.zero_grad();
    const Variable loss = cross_entropy(model.logits(batch.input), target, {.ignore = nothing});
    loss.backward();
    clip_gradient_norm(parameters, 1);
    adam.set_learning_rate(schedule->rate(step));
    adam.step();
    if (how.watch) how.watch(step, static_cast<double>(loss.item()));
    if (how.stop && how.stop()) return;
  }
}
// [/train]

double loss_of(const GPT& model, const std::vector<Tokens>& passages) {
  const NoGrad guard;
  double nats = 0, tokens = 0;
  for (const std::vector<Index>& indices : sorted_plan(passages, 100)) {
    const Shifted batch = shift(passages, indices);
    nats += static_cast<double>(cross_entropy(model.logits(batch.input), batch.target,
                                              {.ignore = nothing, .reduction = Reduction::sum})
                                    .item());
    tokens += static_cast<double>(std::count_if(batch.target.ids.begin(), batch.target.ids.end(),
                                                [](Token token) { return token != nothing; }));
  }
  return nats / tokens;
}

// [write]
Tokens write(const GPT& model, const Tokens& prompt, Token end, const SamplingOptions& how, Rng& rng,
             Index longest) {
  const NoGrad guard;
  GPTMemory memory;
  Tensor logits;
  for (const Token token : prompt) logits = model.step({token}, memory);
  Tokens written;
  while (std::ssize(written) < longest) {
    const auto next = static_cast<Token>(sample(logits.data(), logits.numel(), how, rng));
    if (next == end) break;
    written.push_back(next);
    logits = model.step({next}, memory);
  }
  return written;
}
// [/write]

}  // namespace heed
