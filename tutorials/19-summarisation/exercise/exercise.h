// Exercise of lesson 19. Write the functions in exercise.cpp, then: make exercise N=19
#pragma once

#include "tensor/token_matrix.h"

#include <string>
#include <vector>

namespace heed::exercise {

// 1. Token ids of a report: source[i] is the id of word i in a vocabulary of `vocabulary` words, or -1 if the vocabulary
// does not have the word words[i]. Each new word gets an extra id: the first one `vocabulary`, the second one
// `vocabulary` + 1 and so on. The same word has the same id wherever it is.
std::vector<Token> extra_ids(const std::vector<std::string>& words, const std::vector<Token>& source,
                             Token vocabulary);

// 2. One step of a pointer-generator: g generate(w) + (1 - g) (sum of weights[i] with source[i] = w), for each id w from
// 0 to generate.size() + extra - 1. The ids from generate.size() on cannot be generated.
std::vector<double> mixture(const std::vector<double>& generate, const std::vector<double>& weights,
                            const std::vector<Token>& source, double g, Index extra);

// 3. The coverage loss of a summary: the sum over all steps t and all source words i of min(weights[t][i], coverage[i]),
// where coverage[i] is the sum of the weights of word i in the steps before t.
double coverage_loss(const std::vector<std::vector<double>>& weights);

// 4. Predict before you run anything: a decoder writes 4 words from a report of 5 words, and in each step all five
// weights are equal. What is its coverage loss?
double predicted_loss();

}  // namespace heed::exercise
