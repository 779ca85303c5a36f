// expect: your targets are the tokens before
#define shift right_shift
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef shift

namespace heed::exercise {

Shifted shift(const std::vector<Token>& passage) {
  return {{passage.begin() + 1, passage.end()}, {passage.begin(), passage.end() - 1}};
}

}  // namespace heed::exercise
