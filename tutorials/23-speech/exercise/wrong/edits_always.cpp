// expect: equal words need no change
#define edits right_edits
#include "tutorials/23-speech/exercise/solution.cpp"
#undef edits

namespace heed::exercise {

Index edits(const std::string& a, const std::string& b) {
  std::vector<std::vector<Index>> d(a.size() + 1, std::vector<Index>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<Index>(i + j);
      } else {
        d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + 1});
      }
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace heed::exercise
