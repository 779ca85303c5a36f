#include "nn/text/batches.h"

#include "tensor/error.h"

#include <algorithm>
#include <numeric>

namespace heed {
namespace {

constexpr Index batches_per_pool = 50;

const Tokens& at(const std::vector<Tokens>& sentences, Index index) {
  return sentences[static_cast<std::size_t>(index)];
}

Index length(const Tokens& sentence) { return static_cast<Index>(sentence.size()); }

void check_batch_size(Index batch_size) {
  if (batch_size < 1) fail("a batch must hold 1 sentence or more, not ", batch_size);
}

// Sorts order[first, last) by length, equals as they stand, and cuts it into batches.
void cut(std::vector<Index>& order, Index first, Index last, const std::vector<Tokens>& source,
         Index batch_size, BatchPlan& plan) {
  std::stable_sort(order.begin() + first, order.begin() + last,
                   [&](Index a, Index b) { return length(at(source, a)) < length(at(source, b)); });
  for (Index begin = first; begin < last; begin += std::min(batch_size, last - begin)) {
    plan.emplace_back(order.begin() + begin, order.begin() + begin + std::min(batch_size, last - begin));
  }
}

// Rows of the sentences without their first `skip_front` and last `skip_back` tokens.
TokenMatrix pad_together(const std::vector<Tokens>& sentences, const std::vector<Index>& indices,
                         Index skip_front, Index skip_back) {
  Index longest = 0;
  for (const Index index : indices) longest = std::max(longest, length(at(sentences, index)));
  TokenMatrix rows(static_cast<Index>(indices.size()), std::max(Index{0}, longest - skip_front - skip_back),
                   Vocabulary::pad);
  for (Index row = 0; row < rows.rows; ++row) {
    const Tokens& sentence = at(sentences, indices[static_cast<std::size_t>(row)]);
    std::copy(sentence.begin() + skip_front, sentence.end() - skip_back,
              rows.ids.begin() + row * rows.columns);
  }
  return rows;
}

}  // namespace

EncodedPairs encode(const std::vector<SentencePair>& pairs, const Vocabulary& source,
                    const Vocabulary& target) {
  EncodedPairs encoded;
  for (const SentencePair& pair : pairs) {
    encoded.source.push_back(source.encode(pair.source));
    encoded.target.push_back(target.encode(pair.target));
  }
  return encoded;
}

BatchPlan shuffled_plan(const std::vector<Tokens>& source, Index batch_size, Rng& rng) {
  check_batch_size(batch_size);
  const auto count = static_cast<Index>(source.size());
  std::vector<Index> order = rng.permutation(count);
  BatchPlan pooled;
  const Index pool = std::min(batch_size, count) * batches_per_pool;
  for (Index first = 0; first < count; first += pool) {
    cut(order, first, std::min(first + pool, count), source, batch_size, pooled);
  }
  BatchPlan plan;
  for (const Index batch : rng.permutation(static_cast<Index>(pooled.size()))) {
    plan.push_back(std::move(pooled[static_cast<std::size_t>(batch)]));
  }
  return plan;
}

BatchPlan sorted_plan(const std::vector<Tokens>& source, Index batch_size) {
  check_batch_size(batch_size);
  std::vector<Index> order(source.size());
  std::iota(order.begin(), order.end(), Index{0});
  BatchPlan plan;
  cut(order, 0, static_cast<Index>(order.size()), source, batch_size, plan);
  return plan;
}

Batch make_batch(const EncodedPairs& pairs, const std::vector<Index>& indices) {
  Batch batch;
  batch.source = pad_together(pairs.source, indices);
  for (const Index index : indices) {
    batch.source_lengths.push_back(length(at(pairs.source, index)));
    const Index target_length = length(at(pairs.target, index));
    if (target_length < 2)
      fail("target sentence ", index, " has ", target_length, " tokens; bos and eos make 2");
    batch.tokens += target_length - 1;
  }
  batch.target_in = pad_together(pairs.target, indices, 0, 1);
  batch.target_out = pad_together(pairs.target, indices, 1, 0);
  return batch;
}

TokenMatrix pad_together(const std::vector<Tokens>& sentences, const std::vector<Index>& indices) {
  return pad_together(sentences, indices, 0, 0);
}

}  // namespace heed
