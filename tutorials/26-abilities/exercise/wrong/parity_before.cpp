// expect: the bit itself belongs
#define parity_answers right_parity_answers
#include "tutorials/26-abilities/exercise/solution.cpp"
#undef parity_answers

namespace heed::exercise {

std::vector<Token> parity_answers(const std::vector<Token>& bits) {
  std::vector<Token> answers;
  Token odd = 0;
  for (const Token bit : bits) {
    answers.push_back(odd);
    odd ^= bit;
  }
  return answers;
}

}  // namespace heed::exercise
