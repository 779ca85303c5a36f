// An attention page with made-up models: numbers that are consistent (weights are the softmax of the scores
// that the inside data gives) and words that could break out of the page.
#pragma once

#include "nn/show/attention_page.h"

namespace heed::show {

AttentionPage sample_page();

// A matrix of normal random numbers, and the weights that follow from the inside data,
// computed without the library's softmax.
Matrix random_matrix(Index rows, Index columns, std::uint64_t seed);
Matrix weights_of(const DotProductInside& inside);
Matrix weights_of(const AdditiveInside& inside);

}  // namespace heed::show
