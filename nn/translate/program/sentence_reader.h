// Sentences to translate, from standard input.
#pragma once

#include "nn/translate/program/search_options.h"

namespace heed {

// Reads sentences, one per line. A line that cannot be read is told, and is an empty sentence. In a terminal, the reader
// says what to do, and asks for each line.
class SentenceReader {
 public:
  SentenceReader(const Translator& translator, const Options& options, BadLines& bad_lines);

  struct Sentence {
    Words words;
    Tokens tokens;
  };

  // All lines that have arrived, up to 512, so that they are translated together and a line typed by hand
  // is answered immediately. Empty at the end of the input.
  std::vector<Sentence> next();

 private:
  Sentence read(std::string line);

  const Translator& translator_;
  const Options& options_;
  BadLines& bad_lines_;
  bool by_hand_;  // standard input is a terminal
  Index line_number_ = 0;
};

}  // namespace heed
