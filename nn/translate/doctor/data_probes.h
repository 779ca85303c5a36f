// Probes of the pairs: are they what the model was made for?
#pragma once

#include "nn/translate/doctor/finding.h"
#include "nn/translate/doctor/patient.h"

namespace heed {

// The share of words that the vocabularies lack.
Finding probe_unknown(const Patient& patient);
// Pairs by which the model is judged, and which it was trained on.
Finding probe_both_sets(const Patient& patient);
// Whether the pairs fit better the other way round.
Finding probe_swapped(const Patient& patient);
// Lines of one side in the language of the other.
Finding probe_language(const Patient& patient);

}  // namespace heed
