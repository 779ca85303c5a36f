#include "tutorials/17-gpt/names.h"

#include <array>
#include <cmath>
#include <limits>

namespace heed {
namespace {

const std::string consonants = "bdfgklmnrstv";
const std::array<std::string, 2> vowels = {"aou", "eiy"};
const std::vector<Scalar> syllables = {0, 0, 5, 4, 1};  // in tenths: of 0 to 4
const std::string codas = ".nrs";                       // '.' is none
const std::vector<Scalar> coda_weights = {5, 2, 1, 2};

char one_of(const std::string& letters, Rng& rng) {
  return letters[static_cast<std::size_t>(rng.integer(std::ssize(letters)))];
}

}  // namespace

// [make a name]
std::string make_name(Rng& rng) {
  const std::string& harmony = vowels[static_cast<std::size_t>(rng.integer(2))];
  const Index count = rng.categorical(syllables);
  std::string name;
  for (Index i = 0; i < count; ++i) {
    name += one_of(consonants, rng);
    name += one_of(harmony, rng);
  }
  const Index coda = rng.categorical(coda_weights);
  if (coda > 0) name += codas[static_cast<std::size_t>(coda)];
  return name;
}
// [/make a name]

double log_probability(const std::string& name) {
  constexpr double never = -std::numeric_limits<double>::infinity();
  const std::size_t count = name.size() / 2;
  if (count < 2 || count > 4) return never;
  const std::string& harmony = vowels[vowels[0].find(name[1]) == std::string::npos];
  for (std::size_t i = 0; i < count; ++i) {
    if (consonants.find(name[2 * i]) == std::string::npos) return never;
    if (harmony.find(name[2 * i + 1]) == std::string::npos) return never;
  }
  const std::size_t coda = name.size() % 2 == 0 ? 0 : codas.find(name.back());
  if (coda == std::string::npos || name.back() == '.') return never;
  return std::log(0.5 * static_cast<double>(syllables[count] * coda_weights[coda]) / 100) -
         static_cast<double>(count) * std::log(12.0 * 3);
}

Tokens name_tokens(const std::string& name) {
  Tokens tokens{boundary};
  for (const char letter : name) tokens.push_back(static_cast<Token>(letter - 'a'));
  tokens.push_back(boundary);
  return tokens;
}

std::string name_of(const Tokens& letters) {
  std::string name;
  for (const Token letter : letters) name += static_cast<char>('a' + letter);
  return name;
}

Names::Names(Index train_count, Index test_count) {
  Rng rng(17);
  for (Index i = 0; i < train_count; ++i) train.push_back(make_name(rng));
  for (Index i = 0; i < test_count; ++i) test.push_back(make_name(rng));
}

std::vector<Tokens> tokens_of(const std::vector<std::string>& names) {
  std::vector<Tokens> all;
  for (const std::string& name : names) all.push_back(name_tokens(name));
  return all;
}

}  // namespace heed
