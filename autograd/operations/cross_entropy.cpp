#include "autograd/operations/cross_entropy.h"

#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/fold.h"
#include "tensor/raw/vector.h"

#include <cmath>

namespace heed {

// For one row, with L = log sum e^logits:     loss = L - (1 - s) logit_target - s mean(logits)
//                                    dloss/dlogit_w = e^(logit_w - L) - (1 - s) [w = target] - s / words
Variable cross_entropy(const Variable& logits, const TokenMatrix& targets,
                       const CrossEntropyOptions& options) {
  if (logits.rank() == 0) fail("cross_entropy: a single number is no row of logits");
  if (!(options.smoothing >= 0 && options.smoothing <= 1))
    fail("cross_entropy: the smoothing must be between 0 and 1, not ", options.smoothing);
  const Index words = logits.size(-1), rows = logits.shape().erase(logits.rank() - 1).numel();
  if (static_cast<Index>(targets.ids.size()) != rows) {
    fail("cross_entropy: ", targets.ids.size(), " targets for logits ", logits.shape(), ", which have ", rows,
         " rows");
  }
  Index counted = 0;
  for (Token target : targets.ids) {
    if (target == options.ignore) continue;
    if (target < 0 || target >= words)
      fail("cross_entropy: target ", target, " is outside the ", words, " words of ", logits.shape());
    ++counted;
  }
  const Tensor scores = logits.value().contiguous();
  Tensor totals = empty({rows}), losses = empty({rows});  // L and loss of each row
  Scalar *const total = totals.mutable_data(), *const loss = losses.mutable_data();
  const Scalar* const data = scores.data();
  const Scalar smoothing = static_cast<Scalar>(options.smoothing);
  const auto ids = targets.ids;
  const Index grain = 8192 / std::max(words, Index{1}) + 1;
  parallel_for(rows, grain, [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      const Scalar* const score = data + row * words;
      const Token target = ids[static_cast<std::size_t>(row)];
      if (target == options.ignore) {
        loss[row] = 0;
        continue;
      }
      const Scalar top = kernel::max_row(score, words);
      const auto add_exp = [top](Scalar sum, Scalar x) { return sum + kernel::fast::exp(x - top); };
      total[row] = top + std::log(kernel::fold_row(score, words, 0, add_exp, kernel::add_numbers));
      loss[row] = total[row] - (1 - smoothing) * score[target];
      if (smoothing > 0) loss[row] -= smoothing * kernel::sum_row(score, words) / static_cast<Scalar>(words);
    }
  });
  const Scalar share = options.average ? 1 / static_cast<Scalar>(std::max(counted, Index{1})) : Scalar{1};
  Tensor result = scalar(kernel::sum_row(loss, rows) * share);
  return record("cross_entropy", std::move(result),
                Edge{logits, [=, ignore = options.ignore, scores = Saved(scores),
                              totals = Saved(totals)](const Tensor& grad) {
                       Tensor out = empty(scores.get().shape());
                       Scalar* const to = out.mutable_data();
                       const Scalar *const from = scores.get().data(), *const sums = totals.get().data();
                       const Scalar factor = grad.item() * share,
                                    everywhere = smoothing / static_cast<Scalar>(words);
                       parallel_for(rows, grain, [&](Index first, Index last) {
                         for (Index row = first; row < last; ++row) {
                           Scalar* const slope = to + row * words;
                           const Scalar* const score = from + row * words;
                           const Token target = ids[static_cast<std::size_t>(row)];
                           if (target == ignore) {
                             std::fill_n(slope, words, Scalar{0});
                             continue;
                           }
                           const Scalar log_sum = sums[row];
                           for (Index w = 0; w < words; ++w)
                             slope[w] = factor * (kernel::fast::exp(score[w] - log_sum) - everywhere);
                           slope[target] -= factor * (1 - smoothing);
                         }
                       });
                       return out;
                     }});
}

}  // namespace heed
