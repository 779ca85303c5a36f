// expect: a new word still has -1
#define extra_ids right_extra_ids
#include "tutorials/19-summarisation/exercise/solution.cpp"
#undef extra_ids

namespace heed::exercise {

std::vector<Token> extra_ids(const std::vector<std::string>&, const std::vector<Token>& source, Token) {
  return source;
}

}  // namespace heed::exercise
