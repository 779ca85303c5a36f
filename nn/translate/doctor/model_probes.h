// Probes of the model itself: does it compute what it should, and can it learn?
#pragma once

#include "nn/translate/doctor/finding.h"
#include "nn/translate/doctor/patient.h"

namespace heed {

// A model that knows nothing gives every word the probability 1 / V: its loss is ln V. A fresh model is made.
Finding probe_start(const Patient& patient);
// A fresh model without dropout must learn eight pairs by heart, or it cannot learn anything.
Finding probe_by_heart(const Patient& patient);
// The words that come later must not change what is predicted before them.
Finding probe_future(const Patient& patient);
// A sentence must get the same logits alone and beside a longer one.
Finding probe_padding(const Patient& patient);
// The same source words in another order are another sentence.
Finding probe_order(const Patient& patient);
// The share of words that are right after the correct previous words, and of those that it finds after its own.
Finding probe_free(const Patient& patient);

}  // namespace heed
