// What lesson 17 does with the library's GPT: it makes inputs and targets of passages, trains, measures, and writes.
#pragma once

#include "nn/sampling.h"
#include "nn/text/batches.h"
#include "nn/transformer/gpt.h"

#include <functional>
#include <vector>

namespace heed {

// The model of microGPT: 4,192 parameters.
GPTOptions micro_gpt();
// A model of the size that the lesson can train in seconds.
GPTOptions small_gpt(Index words, Index context);

constexpr Token nothing = -1;  // a target that does not count

struct Shifted {
  TokenMatrix input, target;  // (batch, time)
};
// The passages with these indices, their last token missing, and one step earlier. Shorter rows end with `nothing` as targets.
Shifted shift(const std::vector<Tokens>& passages, const std::vector<Index>& indices);

struct Training {
  Index steps;
  Index batch = 1;
  double learning_rate = 0.01;
  bool shifted = true;                             // if not, a mistake: the target is the input
  std::function<void(Shifted&)> choose = nullptr;  // may make targets `nothing`
  std::function<void(Index step, double loss)> watch = nullptr;
  std::function<bool()> stop = nullptr;  // asked after each step
};
void train(const GPT& model, const std::vector<Tokens>& passages, const Training& how, Rng& rng);

// The mean loss of all next tokens, in nats.
double loss_of(const GPT& model, const std::vector<Tokens>& passages);

// Draws tokens after the prompt until `end` comes, or there are `longest`.
Tokens write(const GPT& model, const Tokens& prompt, Token end, const SamplingOptions& how, Rng& rng,
             Index longest = 15);

}  // namespace heed
