// The project's own corpus: English sentences and their German translations, to learn from and to be examined
// on.
#pragma once

#include "tutorials/corpus/lexicon.h"

#include <cstdint>

namespace heed::corpus {

struct Corpus {
  std::vector<Pair> training;
  std::vector<Pair>
      held_out;  // new sentences in both languages, of words that training has in such sentences
};

Corpus make_corpus(std::uint64_t seed);

}  // namespace heed::corpus
