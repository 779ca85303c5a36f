// Four ways to read by weights: a mixture, or one value in three ways that can be trained. And the
// task of lesson 08, on which they learn.
#pragma once

#include "autograd/variable.h"
#include "tensor/random.h"

#include <string>
#include <vector>

namespace heed {

// Each takes the scores of one query per example (batch, 1, keys) and the values (batch, keys, d_v),
// and returns what was read: (batch, 1, d_v).
Variable read_soft(const Variable& scores, const Variable& values);
Variable read_straight_through(const Variable& scores, const Variable& values, Rng& rng);
Variable read_gumbel(const Variable& scores, const Variable& values, double temperature, Rng& rng);

// One key drawn with the weights as probabilities: 1 at that key, (batch, 1, keys), no gradient.
Tensor draw(const Variable& scores, Rng& rng);
// REINFORCE: a number whose gradient is, on average, the gradient of the expected loss. `losses`
// (batch, 1) are the losses of the drawn keys.
Variable reinforce(const Variable& scores, const Tensor& chosen, const Tensor& losses, double baseline);

// Gumbel noise: -ln(-ln u), with u uniform between 0 and 1.
Tensor gumbel_noise(const Shape& shape, Rng& rng);

// The ways to train that the lesson compares.
const std::vector<std::string>& ways();

// What came out of one training, tested on new questions.
struct Outcome {
  std::vector<double> curve;  // the mean weight of the right key, every ten steps
  double weight;              // the same at the end
  double right;               // how often the right key has the largest weight
  // With 10, 100 and 1,000 keys instead of the ten of the training: the share of the answer that
  // comes from wrong keys, if the mixture is read, and if the key with the largest weight is read.
  std::vector<double> wrong_mixture, wrong_choice;
};
Outcome train(const std::string& way, double learning_rate, std::uint64_t seed);

}  // namespace heed
