// Is one translator really better, or was it the choice of sentences? The paired bootstrap (Koehn, 2004) draws test sets of the same size
// from the sentences, with replacement, and scores both translators on each of them.
#pragma once

#include "nn/text/bleu.h"
#include "tensor/random.h"

#include <vector>

namespace heed {

struct Bootstrap {
  double difference = 0;     // BLEU of the second translator minus that of the first
  double low = 0, high = 0;  // 95 % of the drawn test sets have a difference from `low` to `high`
  double second_better = 0;  // the share of the drawn test sets on which the second one is better
  Index samples = 0;

  // Whether the same translator is better on at least 95 % of the drawn test sets.
  bool significant() const { return second_better >= 0.95 || second_better <= 0.05; }
};

// The counts of the same sentences by two translators. BLEU has exponential smoothing. A tie counts half. Throws if there are no
// sentences, not as many of both, or fewer than 1 sample.
Bootstrap paired_bootstrap(const std::vector<BleuCounts>& first, const std::vector<BleuCounts>& second,
                           Index samples, Rng& rng);

}  // namespace heed
