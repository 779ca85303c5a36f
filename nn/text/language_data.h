// The data of a language model: passages, each a line or a whole text, cut into windows that a model can read.
#pragma once

#include "nn/text/batches.h"
#include "nn/text/lines.h"
#include "nn/text/symbols.h"

namespace heed {

struct Passage {
  Words symbols;
  Index characters;  // code points, with one for the end of the line or of the text
};

struct Passages {
  std::vector<Passage> passages;
  Index blank = 0;  // lines without symbols, which are left out

  Index symbols() const;
  Index characters() const;
};

// The lines of a file: each is a passage of its own.
Passages read_line_passages(const std::string& file, SymbolKind kind, const BadLine& bad_line = nullptr);
// Running text: each file is one passage. `path` is a file, or a folder whose files are read in the order of their names,
// with those of its folders; hidden files are not. Each throws if there is nothing to read, and, unless `bad_line` is
// given, if a line is not text.
Passages read_text_passages(const std::string& path, SymbolKind kind, const BadLine& bad_line = nullptr);

// Remove about `fraction` of the passages, and return it for validation. Of lines, they are chosen at random, and equal
// lines stay together; of running text, it is the end of each passage. Throw if one of the two parts would be empty.
Passages hold_out_lines(Passages& lines, double fraction, Rng& rng);
Passages hold_out_ends(Passages& texts, double fraction);

Vocabulary vocabulary_of(const Passages& passages, Index minimum_frequency, Index maximum_size);

// The passages as tokens from <bos> to <eos>, cut into windows of at most context + 1 tokens. Each window begins with the
// last token of the window before it, so each token but <bos> is predicted once. A window is a pair with an empty source:
// make_batch() gives the same tokens as target_in and, one step earlier, target_out.
EncodedPairs language_windows(const Passages& passages, const Vocabulary& vocabulary, Index context);

// How many of the symbols the vocabulary does not have.
Index unknown_symbols(const Passages& passages, const Vocabulary& vocabulary);

}  // namespace heed
