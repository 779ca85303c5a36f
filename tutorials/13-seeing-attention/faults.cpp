#include "tutorials/13-seeing-attention/faults.h"

namespace heed {

// [faults]
Batch prepare(const EncodedPairs& pairs, const std::vector<Index>& indices, Fault fault) {
  Batch batch = make_batch(pairs, indices);
  if (fault == Fault::mask_off_by_one) {
    for (Index& length : batch.source_lengths) length -= 1;
  }
  if (fault == Fault::padding_read) {
    for (Index& length : batch.source_lengths) length = batch.source.columns;
  }
  if (fault == Fault::target_not_shifted) batch.target_in = batch.target_out;
  return batch;
}
// [/faults]

}  // namespace heed
