// A parallel corpus: sentences with their translations, read from the files that people have.
#pragma once

#include "nn/text/tokenizer.h"
#include "tensor/random.h"

#include <limits>
#include <string>
#include <vector>

namespace heed {

struct SentencePair {
  Words source, target;
};

struct Corpus {
  std::vector<SentencePair> pairs;
  Index blank = 0;     // pairs left out because a side has no words
  Index too_long = 0;  // pairs left out because a side has more words than the limit

  std::string to_string() const;  // "28901 pairs (14 blank and 85 too long left out)"
};

struct CorpusOptions {
  Tokenizer tokenizer = Tokenizer::plain;
  Index maximum_length = std::numeric_limits<Index>::max();  // in words, for each side
};

// Two files of lines: line n of one translates line n of the other. Throws when a file cannot be read, is not
// UTF-8, when the numbers of lines differ, and when no pair is left.
Corpus load_parallel(const std::string& source_file, const std::string& target_file,
                     const CorpusOptions& options = {});

// One file of lines "source TAB target"; a third column, where ManyThings.org names the authors, is passed
// over. Throws as above, and on a line with another number of columns.
Corpus load_pairs(const std::string& file, const CorpusOptions& options = {});

// Takes about `fraction` of the pairs, chosen at random, out of the corpus and returns them, for validation.
// All pairs with the same source go the same way, so that no validation sentence has been seen in training.
// Throws when one of the parts would be empty.
std::vector<SentencePair> hold_out(Corpus& corpus, double fraction, Rng& rng);

}  // namespace heed
