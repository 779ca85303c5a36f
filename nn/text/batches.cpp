#include "nn/text/batches.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace heed {
namespace {

constexpr Index batches_per_pool = 50;

const Tokens& at(const std::vector<Tokens>& sentences, Index index) {
  if (index < 0 || index >= static_cast<Index>(sentences.size()))
    fail("batch: there is no sentence ", index, " among ", sentences.size());
  return sentences[static_cast<std::size_t>(index)];
}

Index length(const Tokens& sentence) { return static_cast<Index>(sentence.size()); }

// Limits the batch size to the number of sentences, so that no product with it overflows.
Index checked(Index batch_size, Index sentences) {
  if (batch_size < 1) fail("a batch must hold 1 sentence or more, not ", batch_size);
  return std::min(batch_size, std::max(sentences, Index{1}));
}

// Sorts order[first, last) by sentence length (a stable sort) and cuts it into batches.
template <class Length>
void cut(std::vector<Index>& order, Index first, Index last, Length length_of, Index batch_size,
         BatchPlan& plan) {
  std::stable_sort(order.begin() + first, order.begin() + last,
                   [&](Index a, Index b) { return length_of(a) < length_of(b); });
  for (Index begin = first; begin < last; begin += batch_size) {
    plan.emplace_back(order.begin() + begin, order.begin() + std::min(begin + batch_size, last));
  }
}

// Makes rows of the sentences without their first `skip_front` and last `skip_back` tokens.
TokenMatrix pad_together(const std::vector<Tokens>& sentences, const std::vector<Index>& indices,
                         Index skip_front, Index skip_back) {
  Index max_length = 0;
  for (const Index index : indices) max_length = std::max(max_length, length(at(sentences, index)));
  TokenMatrix rows(static_cast<Index>(indices.size()),
                   std::max(Index{0}, max_length - skip_front - skip_back), Vocabulary::pad);
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

EncodedPairs encode(const std::vector<SentencePair>& pairs, const Vocabulary& source,
                    const Vocabulary& target, double merge_dropout, Index longest, Rng& rng) {
  const auto encode_side = [&](const Vocabulary& vocabulary, const Words& words) {
    Tokens tokens = vocabulary.encode(words, merge_dropout, rng);
    return std::ssize(tokens) <= longest ? tokens : vocabulary.encode(words);
  };
  EncodedPairs encoded;
  for (const SentencePair& pair : pairs) {
    encoded.source.push_back(encode_side(source, pair.source));
    encoded.target.push_back(encode_side(target, pair.target));
  }
  return encoded;
}

BatchPlan shuffled_plan(const EncodedPairs& pairs, Index batch_size, Rng& rng) {
  const auto count = static_cast<Index>(pairs.source.size());
  batch_size = checked(batch_size, count);
  const auto longer_side = [&](Index i) {
    const Index source = length(at(pairs.source, i)), target = length(at(pairs.target, i));
    return std::pair(std::max(source, target), target);
  };
  std::vector<Index> order = rng.permutation(count);
  BatchPlan pooled;
  const Index pool = batch_size * batches_per_pool;
  for (Index first = 0; first < count; first += pool) {
    cut(order, first, std::min(first + pool, count), longer_side, batch_size, pooled);
  }
  BatchPlan plan;
  for (const Index batch : rng.permutation(static_cast<Index>(pooled.size()))) {
    plan.push_back(std::move(pooled[static_cast<std::size_t>(batch)]));
  }
  return plan;
}

BatchPlan sorted_plan(const std::vector<Tokens>& source, Index batch_size) {
  const auto count = static_cast<Index>(source.size());
  std::vector<Index> order(source.size());
  std::iota(order.begin(), order.end(), Index{0});
  BatchPlan plan;
  cut(
      order, 0, count, [&](Index i) { return length(at(source, i)); }, checked(batch_size, count), plan);
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
