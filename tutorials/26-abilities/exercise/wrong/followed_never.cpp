// expect: the last token did not occur before
#define what_followed right_what_followed
#include "tutorials/26-abilities/exercise/solution.cpp"
#undef what_followed

namespace heed::exercise {

Index what_followed(const std::vector<Token>& tokens) {
  Index i = std::ssize(tokens) - 2;
  while (i > 0 && tokens[static_cast<std::size_t>(i)] != tokens.back()) --i;
  return i + 1;
}

}  // namespace heed::exercise
