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

std::unique_ptr<Embedding> target_embedding(Tied tied, const Embedding& source, Index words, Index size,
                                            double deviation, Rng& rng) {
  if (tied != Tied::all) return std::make_unique<Embedding>(words, size, rng, Vocabulary::pad, deviation);
  if (source.weight.shape()[0] != words)
    fail("translation model: the embeddings of ", source.weight.shape()[0], " source words and ", words,
         " target words cannot be one; both languages need the same vocabulary");
  return std::make_unique<Embedding>(source.weight, Vocabulary::pad);
}

std::unique_ptr<Linear> output_layer(Tied tied, const Embedding& target, Index inputs, Rng& rng) {
  const Index words = target.weight.shape()[0], size = target.weight.shape()[1];
  if (tied == Tied::none) return std::make_unique<Linear>(inputs, words, rng);
  if (inputs != size)
    fail("translation model: the output reads vectors of size ", inputs,
         ", so it cannot have the weights of embeddings of size ", size);
  return std::make_unique<Linear>(target.weight);
}

}  // namespace heed
