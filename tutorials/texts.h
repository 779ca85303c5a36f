// Shared by the lessons on translation: sentence pairs for training and testing, and the
// evaluation.
#pragma once

#include "nn/text/accuracy.h"
#include "nn/text/batches.h"
#include "tensor/reduce.h"

#include <algorithm>
#include <utility>

namespace heed {

// Sentence pairs, the vocabularies of both languages (built from the training pairs), and the pairs
// as token ids.
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

// Returns our corpus with its 300 held-out sentences.
inline Texts corpus() {
  const CorpusOptions split{.tokenizer = Tokenizer::split};
  return {load_pairs("tutorials/corpus/english-german.tsv", split).pairs,
          load_pairs("tutorials/corpus/english-german.heldout.tsv", split).pairs};
}

// Makes a pair of two sentences, whose words are separated by spaces.
inline SentencePair sentences(const std::string& source, const std::string& target) {
  return {tokenize(source, Tokenizer::split), tokenize(target, Tokenizer::split)};
}

// Returns the most likely word at each position: scores (batch, time, words) -> (batch, time).
inline TokenMatrix most_likely(const Tensor& scores) {
  TokenMatrix words(scores.size(0), scores.size(1));
  const std::vector<Index> best = argmax(scores);
  std::copy(best.begin(), best.end(), words.ids.begin());
  return words;
}

// How well a translator did on the test sentences.
struct Evaluation {
  TokenAccuracy forced;        // right words, given the correct previous words (teacher forcing)
  TokenAccuracy generated;     // right words without a teacher
  std::vector<Index> lengths;  // length of each source sentence, in words
  std::vector<Words> written, references;

  // Returns the share of exactly translated sentences.
  double exact() const { return exact_matches(written, references); }

  // Adds a batch: the most likely words with teacher forcing, and the words that the model wrote
  // without a teacher.
  void add(const Batch& batch, const TokenMatrix& forced_words, const TokenMatrix& written_words,
           const Vocabulary& target) {
    forced.add(forced_words, batch.target_out);
    generated.add(written_words, batch.target_out);
    for (Index row = 0; row < written_words.rows; ++row) {
      const auto words_of = [&](const TokenMatrix& tokens) {
        const auto begin = tokens.ids.begin() + row * tokens.columns;
        return target.decode({begin, begin + tokens.columns});
      };
      written.push_back(words_of(written_words));
      references.push_back(words_of(batch.target_out));
      lengths.push_back(batch.source_lengths[static_cast<std::size_t>(row)] - 2);  // without <bos> and <eos>
    }
  }
};

}  // namespace heed
