// expect: you merge the first pair only
#define merged right_merged
#include "tutorials/15-translation/exercise/solution.cpp"
#undef merged

namespace heed::exercise {

std::vector<std::string> merged(const std::vector<std::string>& pieces, const std::string& first,
                                const std::string& second) {
  std::vector<std::string> result;
  bool done = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (!done && i + 1 < pieces.size() && pieces[i] == first && pieces[i + 1] == second) {
      result.push_back(first + second);
      ++i;
      done = true;
    } else {
      result.push_back(pieces[i]);
    }
  }
  return result;
}

}  // namespace heed::exercise
