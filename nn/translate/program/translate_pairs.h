// The translations of a file of pairs, as eval and compare need them.
#pragma once

#include "nn/text/corpus.h"
#include "nn/translate/program/search_options.h"

namespace heed {

struct TranslatedPairs {
  std::vector<Words> words;  // of each pair; none if the source is longer than --max-length, which is told
  double seconds;            // for the search
};

TranslatedPairs translate_pairs(const Corpus& corpus, const Translator& translator, const Decoding& how,
                                const Options& options, BadLines& bad_lines);

// The words that sacreBLEU compares by default: of a translation's text, and of the reference as the file has it.
struct Words13a {
  std::vector<Words> hypotheses, references;
};
Words13a words_13a(const std::vector<Words>& hypotheses, const Corpus& corpus, Tokenizer tokenizer);

}  // namespace heed
