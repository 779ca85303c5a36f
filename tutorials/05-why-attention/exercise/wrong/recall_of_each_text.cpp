// expect: it needs one for each of the
#define recall_by_distance right_recall_by_distance
#include "tutorials/05-why-attention/exercise/solution.cpp"
#undef recall_by_distance

namespace heed::exercise {

std::vector<double> recall_by_distance(const TokenMatrix& said, const TokenMatrix& right) {
  std::vector<double> share(static_cast<std::size_t>(said.rows), 0);
  for (Index text = 0; text < said.rows; ++text) {
    for (Index i = 0; i < said.columns; ++i) {
      if (said(text, i) == right(text, i))
        share[static_cast<std::size_t>(text)] += 1.0 / static_cast<double>(said.columns);
    }
  }
  return share;
}

}  // namespace heed::exercise
