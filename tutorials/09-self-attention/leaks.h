// Tests that find leaks of a mask, for any layer, and the small model of lesson 09 that is fooled by them.
#pragma once

#include "nn/attention/masks.h"
#include "tensor/random.h"
#include "tensor/token_matrix.h"

#include <functional>
#include <string>
#include <vector>

namespace heed {

// [layer]
// What is tested: x (batch, time, size) and the number of words of each sentence -> (batch, time, size).
using Layer = std::function<Tensor(const Tensor& x, const std::vector<Index>& lengths)>;
// [/layer]

// Each returns by how much the outputs change that must not change: 0 if nothing leaks.
double future_leak(const Layer& layer, Rng& rng);   // other words from a position on; outputs before it
double padding_leak(const Layer& layer, Rng& rng);  // other vectors in the padding; outputs of the words
double length_leak(const Layer& layer, Rng& rng);   // more padding after a sentence; outputs of the words
double batch_leak(const Layer& layer, Rng& rng);    // another second sentence; outputs of the first
double empty_leak(const Layer& layer, Rng& rng);    // other vectors where no word is

// Makes the mask of a training: from the number of positions, (time, time).
using MakeMask = std::function<Tensor(Index time)>;

// [learned]
struct Learned {
  double training = 0;  // mean loss of the last twenty of 300 steps, under the mask of the training
  double next = 0;      // mean weight that a position gives to the next one: the answer
  double use = 0;       // loss on new digits when later digits are not there, as when a model writes
  double longer = 0;    // the same for sequences twice as long as in training
};
// [/learned]
// Trains a model to predict the next of eight random digits from the digits that the mask shows.
Learned learn_random_digits(const MakeMask& mask, double learning_rate, std::uint64_t seed);

}  // namespace heed
