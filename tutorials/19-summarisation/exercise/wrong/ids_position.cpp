// expect: you count from the position in the report
#define extra_ids right_extra_ids
#include "tutorials/19-summarisation/exercise/solution.cpp"
#undef extra_ids

namespace heed::exercise {

std::vector<Token> extra_ids(const std::vector<std::string>& words, const std::vector<Token>& source,
                             Token vocabulary) {
  std::vector<Token> ids = source;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto first = std::find(words.begin(), words.end(), words[i]) - words.begin();
    if (source[i] < 0) ids[i] = vocabulary + static_cast<Token>(first);
  }
  return ids;
}

}  // namespace heed::exercise
