// expect: a piece is in two pairs
#define merged right_merged
#include "tutorials/15-translation/exercise/solution.cpp"
#undef merged

namespace heed::exercise {

std::vector<std::string> merged(const std::vector<std::string>& pieces, const std::string& first,
                                const std::string& second) {
  if (first != second) return right_merged(pieces, first, second);
  std::vector<std::string> result;
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
    if (pieces[i] == first && pieces[i + 1] == second) result.push_back(first + second);
  }
  return result;
}

}  // namespace heed::exercise
