// expect: the first extra id is `vocabulary` itself
#define extra_ids right_extra_ids
#include "tutorials/19-summarisation/exercise/solution.cpp"
#undef extra_ids

namespace heed::exercise {

std::vector<Token> extra_ids(const std::vector<std::string>& words, const std::vector<Token>& source,
                             Token vocabulary) {
  std::vector<std::string> fresh;
  std::vector<Token> ids = source;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (source[i] >= 0) continue;
    auto found = std::find(fresh.begin(), fresh.end(), words[i]);
    if (found == fresh.end()) found = fresh.insert(fresh.end(), words[i]);
    ids[i] = vocabulary + 1 + static_cast<Token>(found - fresh.begin());
  }
  return ids;
}

}  // namespace heed::exercise
