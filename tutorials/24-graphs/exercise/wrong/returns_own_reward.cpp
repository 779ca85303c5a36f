// expect: you discount the reward of the step itself
#define returns right_returns
#include "tutorials/24-graphs/exercise/solution.cpp"
#undef returns

namespace heed::exercise {

std::vector<double> returns(const std::vector<double>& rewards, double discount) {
  std::vector<double> result = rewards;
  for (std::size_t t = result.size(); t-- > 1;) result[t - 1] = discount * (result[t - 1] + result[t]);
  return result;
}

}  // namespace heed::exercise
