// Names of our own making, and how likely each is: so we know what the best possible model would reach.
#pragma once

#include "nn/text/batches.h"

#include <string>
#include <vector>

namespace heed {

// The symbols of a name: the letters a to z are 0 to 25, and one more marks its beginning and its end.
constexpr Token boundary = 26;
constexpr Index symbol_count = 27;

// A name has two to four syllables of a consonant and a vowel, and perhaps a last consonant. All its vowels are from a, o, u,
// or all are from e, i, y: "kamuro", "lefin".
std::string make_name(Rng& rng);
// The logarithm of the probability that make_name() gives this name; -infinity if it never does.
double log_probability(const std::string& name);

// boundary, letters, boundary
Tokens name_tokens(const std::string& name);
std::string name_of(const Tokens& letters);

struct Names {
  std::vector<std::string> train, test;
  explicit Names(Index train_count = 4000, Index test_count = 1000);
};
std::vector<Tokens> tokens_of(const std::vector<std::string>& names);

}  // namespace heed
