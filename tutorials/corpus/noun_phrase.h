// Noun phrases: "the lazy dog" is "der faule hund" as a subject, "den faulen hund" as an object,
// and "dem faulen hund" after "with". English shows the case by position, German by endings.
#pragma once

#include "tutorials/corpus/lexicon.h"
#include "tutorials/corpus/line.h"

#include <memory>
#include <optional>

namespace heed::corpus {

// Either a pronoun (then the other fields are unused), or determiner, adjectives and noun, and
// perhaps "with the black hat".
struct NounPhrase {
  const Pronoun* pronoun = nullptr;
  const Determiner* determiner = nullptr;
  std::vector<const Adjective*> adjectives = {};
  const Noun* noun = nullptr;
  bool plural = false;
  std::shared_ptr<const NounPhrase> garment = nullptr;
};

struct PrepositionalPhrase {
  const Preposition* preposition;
  NounPhrase phrase;
};

// Whether German negates the phrase by "kein": "a dog", "dogs", "milk".
bool is_indefinite(const NounPhrase& phrase);

// A word means the field of the phrase from which it is made.
Line english_subject(const NounPhrase& phrase);
Line english_object(const NounPhrase& phrase);
Line english(const PrepositionalPhrase& phrase);

Line german(const NounPhrase& phrase, Case which);
Line german(const PrepositionalPhrase& phrase);          // with "im", "ins", "zum", "zur" for "in dem", ...
Line german_kein(const NounPhrase& phrase, Case which);  // an indefinite phrase negated: "keinen hund"

}  // namespace heed::corpus
