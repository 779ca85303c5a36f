// expect: the gate is missing
#define mixture right_mixture
#include "tutorials/19-summarisation/exercise/solution.cpp"
#undef mixture

namespace heed::exercise {

std::vector<double> mixture(const std::vector<double>& generate, const std::vector<double>& weights,
                            const std::vector<Token>& source, double, Index extra) {
  std::vector<double> p(generate.size() + static_cast<std::size_t>(extra), 0);
  for (std::size_t w = 0; w < generate.size(); ++w) p[w] = generate[w];
  for (std::size_t i = 0; i < source.size(); ++i) p[static_cast<std::size_t>(source[i])] += weights[i];
  return p;
}

}  // namespace heed::exercise
