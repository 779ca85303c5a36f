// expect: not for the whole text
#define induction_score right_induction_score
#include "tutorials/26-abilities/exercise/solution.cpp"
#undef induction_score

namespace heed::exercise {

double induction_score(const Tensor& weights, const std::vector<Token>& tokens) {
  double total = 0;
  Index places = 0;
  for (Index i = 0; i < std::ssize(tokens); ++i) {
    const Index followed = what_followed(tokens);
    if (followed < 0) continue;
    total += static_cast<double>(weights(i, followed));
    ++places;
  }
  return places == 0 ? 0 : total / static_cast<double>(places);
}

}  // namespace heed::exercise
