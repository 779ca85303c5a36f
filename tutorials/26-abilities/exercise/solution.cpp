// Our solution of the exercise of lesson 26. There are others.
#include "tutorials/26-abilities/exercise/exercise.h"

namespace heed::exercise {

std::vector<Token> parity_answers(const std::vector<Token>& bits) {
  std::vector<Token> answers;
  Token odd = 0;
  for (const Token bit : bits) answers.push_back(odd ^= bit);
  return answers;
}

Index what_followed(const std::vector<Token>& tokens) {
  for (Index i = std::ssize(tokens) - 2; i >= 0; --i)
    if (tokens[static_cast<std::size_t>(i)] == tokens.back()) return i + 1;
  return -1;
}

double induction_score(const Tensor& weights, const std::vector<Token>& tokens) {
  double total = 0;
  Index places = 0;
  for (Index i = 0; i < std::ssize(tokens); ++i) {
    const Index followed = what_followed({tokens.begin(), tokens.begin() + i + 1});
    if (followed < 0) continue;
    total += static_cast<double>(weights(i, followed));
    ++places;
  }
  return places == 0 ? 0 : total / static_cast<double>(places);
}

// With a share of 1/8 the values are equal, and each answer is right; otherwise one of the two is: 1/8 + 7/8 · 1/2.
double predicted_share() { return 0.5625; }

}  // namespace heed::exercise
