// A parallel corpus: sentences with their translations, read from common file formats.
#pragma once

#include "nn/text/lines.h"
#include "nn/text/tokenizer.h"
#include "tensor/random.h"

#include <limits>
#include <string>
#include <vector>

namespace heed {

struct SentencePair {
  Words source, target;
  Index line = 0;                // in the file or files that it was read from, from 1 on
  std::string target_text = "";  // the target as the file has it, with CorpusOptions::keep_text
};

struct Corpus {
  std::vector<SentencePair> pairs;
  Index blank = 0;     // pairs left out because a side has no words
  Index too_long = 0;  // pairs left out because a side has more words than the limit

  std::string to_string() const;  // "28901 pairs (14 blank and 85 too long left out)"
};

struct CorpusOptions {
  Tokenizer tokenizer = Tokenizer::plain;
  Index maximum_length = std::numeric_limits<Index>::max();  // words on each side
  bool keep_text = false;
  // If set, a line that cannot be read is reported here and left out as if it were blank. Otherwise it is an error.
  BadLine bad_line = nullptr;
};

// Reads two files in which line n of one translates line n of the other. Throws if a file cannot be
// read or is not UTF-8, if the numbers of lines differ, or if no pair is left.
Corpus load_parallel(const std::string& source_file, const std::string& target_file,
                     const CorpusOptions& options = {});

// Reads one file of lines "source TAB target"; a third column, where ManyThings.org names the
// authors, is ignored. Throws as above, if a line has any other number of columns, and if the columns are an
// id, a language and a sentence, as in Tatoeba's lists of sentences.
Corpus load_pairs(const std::string& file, const CorpusOptions& options = {});

// Removes about `fraction` of the pairs, chosen at random, from the corpus and returns them, for
// validation. Pairs with the same source stay together, so that no validation sentence occurs in
// training. Throws if one of the two parts would be empty.
std::vector<SentencePair> hold_out(Corpus& corpus, double fraction, Rng& rng);

}  // namespace heed
