#include "nn/translate/translation_model.h"

namespace heed {

void TranslationModel::check_source(const TokenMatrix& source, const std::vector<Index>& lengths) {
  source.check("translation model");
  check_lengths("translation model", lengths, source.rows, source.columns);
  for (std::size_t row = 0; row < lengths.size(); ++row) {
    if (lengths[row] == 0)
      fail("translation model: source sentence ", row, " of the batch is empty; it needs at least one token");
  }
}

void TranslationModel::check_batch(const Batch& batch) {
  check_source(batch.source, batch.source_lengths);
  batch.target_in.check("translation model");
  if (batch.target_in.rows != batch.source.rows || batch.target_in.columns < 1)
    fail("translation model: ", batch.source.rows, " source sentences, but the decoder's input has ",
         batch.target_in.rows, " rows and ", batch.target_in.columns, " columns");
}

}  // namespace heed
