#include "nn/sampling.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace heed {

void check(const SamplingOptions& options, const char* who) {
  if (!(options.temperature > 0 && std::isfinite(options.temperature)))
    fail(who, ": the temperature must be above 0, not ", options.temperature);
  checked_size(who, "top_k", options.top_k);
  if (!(options.top_p > 0 && options.top_p <= 1))
    fail(who, ": top_p must be above 0 and at most 1, not ", options.top_p);
}

std::vector<double> sampling_probabilities(const Scalar* logits, Index count,
                                           const SamplingOptions& options) {
  check(options, "sample");
  checked_size("sample", "the number of logits", count, 1);
  const double largest = static_cast<double>(*std::max_element(logits, logits + count));
  if (!std::isfinite(largest))
    fail("sample: the largest logit is ", largest, "; the logits must be finite, or -infinity");
  std::vector<double> p;
  for (Index i = 0; i < count; ++i) {
    p.push_back(std::exp((static_cast<double>(logits[i]) - largest) / options.temperature));
    if (std::isnan(p.back())) fail("sample: logit ", i, " is not a number");
  }
  if (options.top_k > 0 || options.top_p < 1) {
    std::vector<std::size_t> order(p.size());  // the likeliest first
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return p[i] > p[j]; });
    const std::size_t k =
        options.top_k > 0 ? std::min(p.size(), static_cast<std::size_t>(options.top_k)) : p.size();
    double total = 0, before = 0;
    for (std::size_t rank = 0; rank < k; ++rank) total += p[order[rank]];
    for (std::size_t rank = 0; rank < p.size(); ++rank) {
      const double own = p[order[rank]];
      if (rank >= k || before >= options.top_p * total) p[order[rank]] = 0;
      before += own;
    }
  }
  const double sum = std::accumulate(p.begin(), p.end(), 0.0);
  for (double& value : p) value /= sum;
  return p;
}

Index sample(const Scalar* logits, Index count, const SamplingOptions& options, Rng& rng) {
  const std::vector<double> p = sampling_probabilities(logits, count, options);
  double left = rng.uniform();
  Index last = 0;
  for (Index i = 0; i < count; ++i) {
    if (p[static_cast<std::size_t>(i)] == 0) continue;
    last = i;
    left -= p[static_cast<std::size_t>(i)];
    if (left < 0) return i;
  }
  return last;  // the sum of the probabilities was rounded down
}

}  // namespace heed
