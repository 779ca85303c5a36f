// Exercise of lesson 15. Write the functions in exercise.cpp, then: make exercise N=15
#pragma once

#include "tensor/ground/scalar.h"

#include <string>
#include <vector>

namespace heed::exercise {

using Words = std::vector<std::string>;

// 1. The n-gram precision of BLEU: the share of the hypothesis' n-grams that are in the reference. An n-gram counts as often as
// the reference has it, at most. The hypothesis has at least n words.
double precision(const Words& hypothesis, const Words& reference, std::size_t n);

// 2. The brevity penalty: 1 if the hypothesis is at least as long as the reference, otherwise e to 1 - reference / hypothesis.
double brevity_penalty(Index hypothesis_words, Index reference_words);

// 3. Merges a pair of neighbours in a word of pieces, from left to right: {"a", "n", "a", "n"} with "a" and "n" is {"an", "an"}.
std::vector<std::string> merged(const std::vector<std::string>& pieces, const std::string& first,
                                const std::string& second);

// 4. Predict before you run anything: every translation is exactly the first half of its reference, so all its n-grams are right.
// What is its BLEU, from 0 to 100?
double predicted_bleu();

}  // namespace heed::exercise
