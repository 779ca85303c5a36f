// n-grams: sequences of n adjacent words or characters, which BLEU and chrF compare.
#pragma once

#include "tensor/ground/scalar.h"

#include <string_view>

namespace heed {

struct NgramMatches {
  // The number of n-grams on each side.
  Index hypothesis = 0, reference = 0;
  // The number of shared n-grams. A repeated n-gram matches at most as often as the reference
  // contains it ("clipped" in the BLEU paper).
  Index matched = 0;
};

// Each symbol of a sequence is a char32_t: the code point of a character, or a token id.
NgramMatches match_ngrams(std::u32string_view hypothesis, std::u32string_view reference, std::size_t n);

}  // namespace heed
