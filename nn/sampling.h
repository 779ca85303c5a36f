// Drawing the next token at random, by its probability.
#pragma once

#include "tensor/random.h"

namespace heed {

struct SamplingOptions {
  double temperature = 1;  // the logits are divided by it: below 1 likely tokens become likelier
  Index top_k = 0;         // only the k likeliest tokens can be drawn; 0: all
  // Only the likeliest tokens that together have this probability, and the one with which they reach it ("nucleus":
  // Holtzman et al., 2020); after temperature and top_k. At most 1: all.
  double top_p = 1;
};

// Throws, naming `who`, unless temperature > 0, top_k >= 0 and 0 < top_p <= 1.
void check(const SamplingOptions& options, const char* who);

// The probabilities with which sample() draws, of `count` logits or log probabilities. Of equally likely tokens the first is
// taken for the likelier one. A logit of -infinity has the probability 0. Throws if all have, or one is NaN or infinity.
std::vector<double> sampling_probabilities(const Scalar* logits, Index count, const SamplingOptions& options);

// Draws one number from `rng`, and returns a token 0 ... count - 1.
Index sample(const Scalar* logits, Index count, const SamplingOptions& options, Rng& rng);

}  // namespace heed
