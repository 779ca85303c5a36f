// expect: the model sees what it must predict
#define shifted right_shifted
#include "tutorials/22-pictures/exercise/solution.cpp"
#undef shifted

namespace heed::exercise {

std::vector<Token> shifted(const std::vector<Token>& pixels, Token start) {
  std::vector<Token> input{start};
  input.insert(input.end(), pixels.begin(), pixels.end() - 1);
  return pixels;
}

}  // namespace heed::exercise
