// expect: the last pixel is in your input
#define shifted right_shifted
#include "tutorials/22-pictures/exercise/solution.cpp"
#undef shifted

namespace heed::exercise {

std::vector<Token> shifted(const std::vector<Token>& pixels, Token start) {
  std::vector<Token> input{start};
  input.insert(input.end(), pixels.begin(), pixels.end());
  return input;
}

}  // namespace heed::exercise
