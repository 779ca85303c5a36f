// How likely a model finds given translations, for filtering corpora and for comparing models.
#pragma once

#include "nn/translate/translation_model.h"

namespace heed {

struct PairScore {
  double log_probability;  // of the target given the source, in nats, with its <eos>
  Index tokens;            // of the target, with <eos>
};

// The score of each pair (each side with <bos> and <eos>), in their order. The model is in evaluation mode meanwhile.
std::vector<PairScore> score_pairs(TranslationModel& model, const EncodedPairs& pairs, Index batch = 64);

}  // namespace heed
