// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/16-bert/exercise/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// rng.uniform() is a number in [0, 1): it is below 0.15 with probability 0.15. rng.integer(n) is one of 0 to n - 1. You
// need one draw to choose a word and a second one to decide what happens to it. Keep the original word before you
// change the input.
Hidden hide(const std::vector<Token>& sentence, Token mask, Rng& rng) { not_written("hide"); }

// softmax(scores) gives the probabilities of each row, and x.clone().at(row, column) one entry. Which positions count,
// and how many are they?
double hidden_loss(const Tensor& scores, const std::vector<Token>& targets) { not_written("hidden_loss"); }

// select(x, axis, index) keeps one index of an axis and removes the axis: which axis, and which index?
// matmul(h, transpose(W)) multiplies each row of h by W.
Tensor class_scores(const Tensor& states, const Tensor& W, const Tensor& b) { not_written("class_scores"); }

// With what probability is one word not chosen? And all ten? Use std::pow(x, n).
double predicted_unused() { not_written("predicted_unused"); }

}  // namespace heed::exercise
