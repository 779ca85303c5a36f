// expect: ranks begin at 1
#define rank_of right_rank_of
#include "tutorials/29-costs/exercise/solution.cpp"
#undef rank_of

namespace heed::exercise {

Index rank_of(const std::vector<double>& surprises, Index secret) {
  const double own = surprises[static_cast<std::size_t>(secret)];
  return std::count_if(surprises.begin(), surprises.end(), [&](double other) { return other < own; });
}

}  // namespace heed::exercise
