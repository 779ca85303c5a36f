// n-grams: the runs of n neighbours in a sequence of words or characters, which BLEU and chrF compare.
#pragma once

#include "tensor/ground/scalar.h"

#include <string_view>

namespace heed {

struct NgramMatches {
  Index hypothesis = 0, reference = 0;  // how many n-grams each side has
  Index matched = 0;  // in common; an n-gram counts as often as it stands in both ("clipped" in BLEU's paper)
};

// Each symbol of a sequence is a char32_t: a character's code point, or a word's number.
NgramMatches match_ngrams(std::u32string_view hypothesis, std::u32string_view reference, std::size_t n);

}  // namespace heed
