// What the lessons on translation have in common: sentence pairs to learn from and to be examined with.
#pragma once

#include "nn/text/accuracy.h"
#include "nn/text/batches.h"
#include "tensor/reduce.h"

#include <algorithm>
#include <utility>

namespace heed {

// The pairs, the vocabularies of both languages (of the words to learn from), and the pairs as numbers.
struct Texts {
  std::vector<SentencePair> train, test;
  Vocabulary source, target;
  EncodedPairs train_numbers, test_numbers;

  Texts(std::vector<SentencePair> train_, std::vector<SentencePair> test_)
      : train(std::move(train_)), test(std::move(test_)) {
    WordCounts source_counts, target_counts;
    for (const SentencePair& pair : train) {
      count_words(pair.source, source_counts);
      count_words(pair.target, target_counts);
    }
    source = Vocabulary::build(source_counts);
    target = Vocabulary::build(target_counts);
    train_numbers = encode(train, source, target);
    test_numbers = encode(test, source, target);
  }
};

// Our corpus with its 300 held-out sentences.
inline Texts corpus() {
  const CorpusOptions split{.tokenizer = Tokenizer::split};
  return {load_pairs("tutorials/corpus/english-german.tsv", split).pairs,
          load_pairs("tutorials/corpus/english-german.heldout.tsv", split).pairs};
}

// The pair of these two sentences, words separated by spaces.
inline SentencePair sentences(const std::string& source, const std::string& target) {
  return {tokenize(source, Tokenizer::split), tokenize(target, Tokenizer::split)};
}

// The likeliest word at each place: scores (batch, time, words) -> (batch, time).
inline TokenMatrix likeliest(const Tensor& scores) {
  TokenMatrix words(scores.size(0), scores.size(1));
  const std::vector<Index> best = argmax(scores);
  std::copy(best.begin(), best.end(), words.ids.begin());
  return words;
}

// How a translator did in an examination.
struct Marks {
  TokenAccuracy forced, alone;  // words right at their place: shown the right words before, and by itself
  std::vector<Index> lengths;   // of each source sentence, in words
  std::vector<Words> written, references;

  double exact() const { return exact_matches(written, references); }  // sentences right to the last word

  // Adds a batch: the likeliest words when shown the right ones, and those that the model wrote by itself.
  void add(const Batch& batch, const TokenMatrix& forced_words, const TokenMatrix& own_words,
           const Vocabulary& target) {
    forced.add(forced_words, batch.target_out);
    alone.add(own_words, batch.target_out);
    for (Index row = 0; row < own_words.rows; ++row) {
      const auto words_of = [&](const TokenMatrix& tokens) {
        const auto begin = tokens.ids.begin() + row * tokens.columns;
        return target.decode({begin, begin + tokens.columns});
      };
      written.push_back(words_of(own_words));
      references.push_back(words_of(batch.target_out));
      lengths.push_back(batch.source_lengths[static_cast<std::size_t>(row)] - 2);  // without the marks
    }
  }
};

}  // namespace heed
