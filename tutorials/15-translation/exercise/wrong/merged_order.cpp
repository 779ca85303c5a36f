// expect: the order counts
#define merged right_merged
#include "tutorials/15-translation/exercise/solution.cpp"
#undef merged

namespace heed::exercise {

std::vector<std::string> merged(const std::vector<std::string>& pieces, const std::string& first,
                                const std::string& second) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i + 1 < pieces.size() && ((pieces[i] == first && pieces[i + 1] == second) ||
                                  (pieces.size() == 2 && pieces[1] == first && pieces[0] == second))) {
      result.push_back(first + second);
      ++i;
    } else {
      result.push_back(pieces[i]);
    }
  }
  return result;
}

}  // namespace heed::exercise
