// expect: divide by all that were asked
#define blind_share right_blind_share
#include "tutorials/25-senses/exercise/solution.cpp"
#undef blind_share

namespace heed::exercise {

double blind_share(const std::vector<std::string>& questions, const std::vector<std::string>& answers) {
  std::map<std::string, std::map<std::string, Index>> counts;
  for (std::size_t i = 0; i < questions.size(); ++i) ++counts[questions[i]][answers[i]];
  Index right = 0;
  for (const auto& [question, given] : counts) {
    Index most = 0;
    for (const auto& [answer, count] : given) most = std::max(most, count);
    right += most;
  }
  return static_cast<double>(right) / static_cast<double>(counts.size());
}

}  // namespace heed::exercise
