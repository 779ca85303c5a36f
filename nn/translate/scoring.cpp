#include "nn/translate/scoring.h"

#include "autograd/record.h"
#include "tensor/kernels/softmax_kernel.h"

namespace heed {

std::vector<PairScore> score_pairs(TranslationModel& model, const EncodedPairs& pairs, Index batch_size) {
  const NoGrad guard;
  const bool was_training = model.is_training();
  model.eval();
  std::vector<PairScore> scores(pairs.source.size());
  for (const std::vector<Index>& indices : sorted_plan(pairs.source, batch_size)) {
    const Batch batch = make_batch(pairs, indices);
    const Tensor logs = log_softmax(model.logits(batch).value());  // (batch, time, words)
    const Index words = logs.size(-1);
    for (std::size_t row = 0; row < indices.size(); ++row) {
      const auto pair = static_cast<std::size_t>(indices[row]);
      const Index length = std::ssize(pairs.target[pair]) - 1;
      double sum = 0;
      for (Index t = 0; t < length; ++t) {
        const Index place = static_cast<Index>(row) * logs.size(1) + t;
        sum += static_cast<double>(logs.data()[place * words + batch.target_out(static_cast<Index>(row), t)]);
      }
      scores[pair] = {sum, length};
    }
  }
  model.train(was_training);
  return scores;
}

}  // namespace heed
