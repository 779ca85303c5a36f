// expect: this is the ratio of the lengths
#define brevity_penalty right_brevity_penalty
#include "tutorials/15-translation/exercise/solution.cpp"
#undef brevity_penalty

namespace heed::exercise {

double brevity_penalty(Index hypothesis_words, Index reference_words) {
  return hypothesis_words >= reference_words
             ? 1
             : static_cast<double>(hypothesis_words) / static_cast<double>(reference_words);
}

}  // namespace heed::exercise
