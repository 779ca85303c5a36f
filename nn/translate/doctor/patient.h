// What the doctor examines: a translator, pairs that it should translate, and if they are known, the pairs it was trained on.
#pragma once

#include "nn/text/corpus.h"
#include "nn/translate/translator.h"

#include <vector>

namespace heed {

struct Patient {
  const Translator& translator;
  std::vector<SentencePair> pairs = {};  // some hundred at most
  EncodedPairs encoded = {};             // the same
  const std::vector<SentencePair>* training = nullptr;

  TranslationModel& model() const { return translator.checked_model(); }
  // A batch of the first pairs, or of a single one.
  Batch batch(Index count) const;
  Batch single(Index pair) const { return make_batch(encoded, {pair}); }
};

// Takes at most `most` pairs, evenly from all. Throws if none is short enough for the model.
Patient make_patient(const Translator& translator, const std::vector<SentencePair>& pairs,
                     const std::vector<SentencePair>* training, Index most = 200);

}  // namespace heed
