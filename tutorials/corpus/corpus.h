// The project's own corpus: English sentences and their German translations, for training
// and for evaluation.
#pragma once

#include "tutorials/corpus/lexicon.h"

#include <cstdint>

namespace heed::corpus {

struct Corpus {
  std::vector<Pair> training;
  // Sentences that are new in both languages. Each of their words occurs in the training pairs, in
  // a sentence of the same construction.
  std::vector<Pair> held_out;
};

Corpus make_corpus(std::uint64_t seed);

}  // namespace heed::corpus
