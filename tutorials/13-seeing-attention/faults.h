// The three faults of lesson 13: mistakes in how a batch is made, which give no error.
#pragma once

#include "nn/text/batches.h"

namespace heed {

enum class Fault { none, mask_off_by_one, padding_read, target_not_shifted };
Batch prepare(const EncodedPairs& pairs, const std::vector<Index>& indices, Fault fault);

}  // namespace heed
