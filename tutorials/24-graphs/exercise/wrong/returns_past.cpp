// expect: your returns sum the rewards before each step
#define returns right_returns
#include "tutorials/24-graphs/exercise/solution.cpp"
#undef returns

namespace heed::exercise {

std::vector<double> returns(const std::vector<double>& rewards, double discount) {
  std::vector<double> result = rewards;
  for (std::size_t t = 1; t < result.size(); ++t) result[t] += discount * result[t - 1];
  return result;
}

}  // namespace heed::exercise
