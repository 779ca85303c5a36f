// expect: the place before the last token, whatever it is
#define what_followed right_what_followed
#include "tutorials/26-abilities/exercise/solution.cpp"
#undef what_followed

namespace heed::exercise {

Index what_followed(const std::vector<Token>& tokens) { return std::ssize(tokens) - 2; }

}  // namespace heed::exercise
