// expect: you count the ones
#define parity_answers right_parity_answers
#include "tutorials/26-abilities/exercise/solution.cpp"
#undef parity_answers

namespace heed::exercise {

std::vector<Token> parity_answers(const std::vector<Token>& bits) {
  std::vector<Token> answers;
  Token ones = 0;
  for (const Token bit : bits) answers.push_back(ones += bit);
  return answers;
}

}  // namespace heed::exercise
