// The encoder-decoder of lesson 11: the library's GRUModel without attention, trained on the corpus
// and evaluated in three ways.
#pragma once

#include "nn/translate/gru_model.h"
#include "tutorials/texts.h"

#include <functional>
#include <vector>

namespace heed {

// The library's model: two GRUs, and one vector between them.
GRUModelOptions without_attention(const Texts& texts, Index hidden);

// Trains for `epochs`. `progress` is called after each step with the number of steps done and of all steps.
void train(const GRUModel& model, const Texts& texts, Index epochs, std::uint64_t seed,
           const std::function<void(Index done, Index all)>& progress);

// The model's own words: each step gets the word that the model chose in the step before.
TokenMatrix write(const GRUModel& model, const Batch& batch);
// Teacher forcing: each step gets the right word before it.
TokenMatrix forced(const GRUModel& model, const Batch& batch);

Evaluation evaluate(const GRUModel& model, const Texts& texts);

// How often the next word is right, with teacher forcing and without, by the position in the sentence. Without
// a teacher also: how often it is right directly after a wrong word.
struct Exposure {
  std::vector<double> forced, written;  // of position 0, 1, 2 ...
  double after_right = 0, after_wrong = 0;
};
Exposure exposure(const GRUModel& model, const Texts& texts, Index positions);

}  // namespace heed
