// How well a translator does on the validation pairs, beyond its loss.
#pragma once

#include "nn/show/run_page.h"
#include "nn/text/bleu.h"
#include "nn/translate/program/training_data.h"

namespace heed {

// The BLEU of its greedy translations, by which models can be compared on any corpus: with exponential
// smoothing, and of the n-grams that the references have, so that sentences of one to three words have a
// score too. It is the usual BLEU as soon as each order has a match. Searching draws no random numbers.
Bleu greedy_bleu(const Translator& translator, const TrainingData& data);

// The indices of `count` different sentences: of all, from the shortest to the longest, those in the middle of as many equal
// parts. Fewer if there are not so many.
std::vector<std::size_t> spread_over_lengths(const std::vector<Tokens>& sentences, std::size_t count);

// Its translations of a few pairs from short to long, for the run page.
std::vector<show::Sample> sample_translations(const Translator& translator, const TrainingData& data);

}  // namespace heed
