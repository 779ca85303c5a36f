// Batches: sentences of similar length side by side, so that little of the work is spent on padding.
#pragma once

#include "nn/text/corpus.h"
#include "nn/text/vocabulary.h"
#include "tensor/random.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed {

using Tokens = std::vector<Token>;

// Sentence i of `target` translates sentence i of `source`; both have bos before and eos behind.
struct EncodedPairs {
  std::vector<Tokens> source, target;
};

EncodedPairs encode(const std::vector<SentencePair>& pairs, const Vocabulary& source,
                    const Vocabulary& target);

// Which sentences go together: a list of their indices for each batch.
using BatchPlan = std::vector<std::vector<Index>>;

// For training. Pairs are shuffled, dealt into pools of 50 batches, sorted by length within a pool and cut
// into batches, whose order is shuffled again: batches of one length, yet other neighbours in every epoch. A
// pair's length is that of its longer side: on Multi30k that leaves 11 % padding for each source word and
// 5 % for each target word, where sorting by the source leaves 3 % and 45 %. The same generator state gives
// the same plan.
BatchPlan shuffled_plan(const EncodedPairs& pairs, Index batch_size, Rng& rng);

// For validation and translation: all sentences from the shortest to the longest. Nothing is random; the
// plan's indices tell where each result belongs.
BatchPlan sorted_plan(const std::vector<Tokens>& source, Index batch_size);

// What the models see of one batch. The decoder reads target_in, which begins with bos, and is to answer
// target_out, the same words one step earlier, which ends with eos.
struct Batch {
  TokenMatrix source;                 // (batch, source time)
  std::vector<Index> source_lengths;  // (batch): tokens before the padding
  TokenMatrix target_in, target_out;  // (batch, target time)
  Index tokens = 0;                   // in target_out, padding not counted
};

// The pairs with these indices. Throws when a target is shorter than its bos and eos.
Batch make_batch(const EncodedPairs& pairs, const std::vector<Index>& indices);

// The chosen sentences as rows (batch, longest), with pad behind the shorter ones.
TokenMatrix pad_together(const std::vector<Tokens>& sentences, const std::vector<Index>& indices);

}  // namespace heed
