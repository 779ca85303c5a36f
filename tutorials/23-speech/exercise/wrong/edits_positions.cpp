// expect: you compare letters at equal positions
#define edits right_edits
#include "tutorials/23-speech/exercise/solution.cpp"
#undef edits

namespace heed::exercise {

Index edits(const std::string& a, const std::string& b) {
  Index different = std::abs(static_cast<Index>(a.size()) - static_cast<Index>(b.size()));
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) different += a[i] != b[i];
  return different;
}

}  // namespace heed::exercise
