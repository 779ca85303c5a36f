// expect: you divide by the padded time
#define mean_of_words right_mean_of_words
#include "tutorials/18-sentiment/exercise/solution.cpp"
#undef mean_of_words

namespace heed::exercise {

Tensor mean_of_words(const Tensor& x, const std::vector<Index>& lengths) {
  std::vector<Tensor> rows;
  for (Index row = 0; row < x.size(0); ++row) {
    const Tensor words = slice(select(x, 0, row), 0, 0, lengths[static_cast<std::size_t>(row)]);
    rows.push_back(sum(words, 0) / static_cast<double>(x.size(1)));
  }
  return stack(rows, 0);
}

}  // namespace heed::exercise
