#include "nn/translate/doctor/patient.h"

#include <algorithm>
#include <numeric>

namespace heed {

Batch Patient::batch(Index count) const {
  std::vector<Index> indices(static_cast<std::size_t>(std::min(count, std::ssize(pairs))));
  std::iota(indices.begin(), indices.end(), Index{0});
  return make_batch(encoded, indices);
}

Patient make_patient(const Translator& translator, const std::vector<SentencePair>& pairs,
                     const std::vector<SentencePair>* training, Index most) {
  Patient patient{.translator = translator, .training = training};
  const Index step = std::max(Index{1}, std::ssize(pairs) / most),
              longest = translator.checked_model().max_length();
  for (Index i = 0; i < std::ssize(pairs) && std::ssize(patient.pairs) < most; i += step) {
    const SentencePair& pair = pairs[static_cast<std::size_t>(i)];
    Tokens source = translator.source.encode(pair.source), target = translator.target.encode(pair.target);
    if (std::max(std::ssize(source), std::ssize(target)) > longest) continue;
    patient.pairs.push_back(pair);
    patient.encoded.source.push_back(std::move(source));
    patient.encoded.target.push_back(std::move(target));
  }
  if (patient.pairs.empty())
    fail("doctor: none of the ", pairs.size(), " pairs is short enough for the model");
  return patient;
}

}  // namespace heed
