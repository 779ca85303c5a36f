// Probes of what the model does inside: its attention and its units.
#pragma once

#include "nn/translate/doctor/finding.h"
#include "nn/translate/doctor/patient.h"

namespace heed {

// How sharp the attention to the source is: the entropy of its weights, as a share of that of even weights.
Finding probe_even(const Patient& patient);
// How far the largest weights are from the diagonal, from the first to the last word of both sentences.
Finding probe_diagonal(const Patient& patient);
// Heads whose weights are even, or the same for every query.
Finding probe_heads(const Patient& patient);
// Units of feed-forward blocks that are never active, and entries of a GRU's states that never change.
Finding probe_units(const Patient& patient);

}  // namespace heed
