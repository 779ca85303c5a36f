// Our solution of the exercise of lesson 16. There are others.
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/16-bert/exercise/exercise.h"

#include <cmath>

namespace heed::exercise {

Hidden hide(const std::vector<Token>& sentence, Token mask, Rng& rng) {
  Hidden result{sentence, std::vector<Token>(sentence.size(), 0)};
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence[i] < 4 || rng.uniform() >= 0.15) continue;
    result.targets[i] = sentence[i];
    const double fate = rng.uniform();
    if (fate < 0.8) {
      result.input[i] = mask;
    } else if (fate < 0.9) {
      result.input[i] = static_cast<Token>(4 + rng.integer(mask - 4));
    }
  }
  return result;
}

double hidden_loss(const Tensor& scores, const std::vector<Token>& targets) {
  Tensor probabilities = softmax(scores);
  double total = 0, count = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (targets[i] == 0) continue;
    total -= std::log(static_cast<double>(probabilities.at(static_cast<Index>(i), targets[i])));
    ++count;
  }
  return total / count;
}

Tensor class_scores(const Tensor& states, const Tensor& W, const Tensor& b) {
  return matmul(select(states, 1, 0), transpose(W)) + b;
}

double predicted_unused() { return std::pow(0.85, 10); }

}  // namespace heed::exercise
