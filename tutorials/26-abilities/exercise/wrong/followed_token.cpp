// expect: you return the token that followed
#define what_followed right_what_followed
#include "tutorials/26-abilities/exercise/solution.cpp"
#undef what_followed

namespace heed::exercise {

Index what_followed(const std::vector<Token>& tokens) {
  for (Index i = std::ssize(tokens) - 2; i >= 0; --i)
    if (tokens[static_cast<std::size_t>(i)] == tokens.back()) return tokens[static_cast<std::size_t>(i) + 1];
  return -1;
}

}  // namespace heed::exercise
