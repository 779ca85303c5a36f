// expect: is not punished
#define brevity_penalty right_brevity_penalty
#include "tutorials/15-translation/exercise/solution.cpp"
#undef brevity_penalty

namespace heed::exercise {

double brevity_penalty(Index hypothesis_words, Index reference_words) {
  return std::exp(1 - static_cast<double>(reference_words) / static_cast<double>(hypothesis_words));
}

}  // namespace heed::exercise
