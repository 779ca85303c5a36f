// expect: become a random word, not 10 %
#define hide right_hide
#include "tutorials/16-bert/exercise/solution.cpp"
#undef hide

namespace heed::exercise {

Hidden hide(const std::vector<Token>& sentence, Token mask, Rng& rng) {
  Hidden result{sentence, std::vector<Token>(sentence.size(), 0)};
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence[i] < 4 || rng.uniform() >= 0.15) continue;
    result.targets[i] = sentence[i];
    const double fate = rng.uniform();
    if (fate < 0.8) {
      result.input[i] = mask;
    } else if (fate < 0.85) {
      result.input[i] = static_cast<Token>(4 + rng.integer(mask - 4));
    }
  }
  return result;
}

}  // namespace heed::exercise
