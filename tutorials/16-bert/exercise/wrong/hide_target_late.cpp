// expect: a target is not the original word
#define hide right_hide
#include "tutorials/16-bert/exercise/solution.cpp"
#undef hide

namespace heed::exercise {

Hidden hide(const std::vector<Token>& sentence, Token mask, Rng& rng) {
  Hidden result{sentence, std::vector<Token>(sentence.size(), 0)};
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence[i] < 4 || rng.uniform() >= 0.15) continue;
    const double fate = rng.uniform();
    if (fate < 0.8) {
      result.input[i] = mask;
    } else if (fate < 0.9) {
      result.input[i] = static_cast<Token>(4 + rng.integer(mask - 4));
    }
    result.targets[i] = result.input[i];
  }
  return result;
}

}  // namespace heed::exercise
