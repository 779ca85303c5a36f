#include "nn/text/bootstrap.h"

#include "tensor/ground/error.h"

#include <algorithm>

namespace heed {
namespace {

// The difference in BLEU on the sentences with these indices.
double difference(const std::vector<BleuCounts>& first, const std::vector<BleuCounts>& second,
                  const std::vector<std::size_t>& chosen) {
  BleuCounts a, b;
  for (const std::size_t i : chosen) {
    a += first[i];
    b += second[i];
  }
  return bleu(b, Smoothing::exponential).score - bleu(a, Smoothing::exponential).score;
}

}  // namespace

Bootstrap paired_bootstrap(const std::vector<BleuCounts>& first, const std::vector<BleuCounts>& second,
                           Index samples, Rng& rng) {
  if (first.empty() || first.size() != second.size())
    fail("bootstrap: ", first.size(), " sentences of the first translator and ", second.size(),
         " of the second");
  checked_size("bootstrap", "the number of samples", samples, 1);
  std::vector<std::size_t> chosen(first.size());
  for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = i;
  Bootstrap result{.difference = difference(first, second, chosen), .samples = samples};

  std::vector<double> differences;
  for (Index sample = 0; sample < samples; ++sample) {
    for (std::size_t& i : chosen) i = static_cast<std::size_t>(rng.integer(std::ssize(first)));
    differences.push_back(difference(first, second, chosen));
    result.second_better += (differences.back() > 0) + 0.5 * (differences.back() == 0);
  }
  result.second_better /= static_cast<double>(samples);
  std::sort(differences.begin(), differences.end());
  const auto at = [&](double share) {
    return differences[static_cast<std::size_t>(share * static_cast<double>(samples - 1))];
  };
  result.low = at(0.025);
  result.high = at(0.975);
  return result;
}

}  // namespace heed
