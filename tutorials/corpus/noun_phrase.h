// Noun phrases: "the lazy dog" is "der faule hund" as a subject, "den faulen hund" as an object,
// and "dem faulen hund" after "with". English shows the case by position, German by endings.
#pragma once

#include "tutorials/corpus/lexicon.h"

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

std::string english_subject(const NounPhrase& phrase);
std::string english_object(const NounPhrase& phrase);
std::string english(const PrepositionalPhrase& phrase);

std::string german(const NounPhrase& phrase, Case which);
std::string german(const PrepositionalPhrase& phrase);  // with "im", "ins", "zum", "zur" for "in dem", ...
std::string german_kein(const NounPhrase& phrase, Case which);  // an indefinite phrase negated: "keinen hund"

// Joins "a" and "b" to "a b". An empty part adds no space.
std::string join(const std::vector<std::string>& parts);

}  // namespace heed::corpus
