// Clauses: the same content in the word order of each language. In German, the finite verb is
// second, first or last, and the rest of the verb (infinitive, participle, separable prefix) is
// at the end:
//     der mann    macht  heute die tür nicht  auf            verb second
//                 macht  der mann die tür     auf ?          verb first
//     , weil      der mann die tür nicht      aufmacht       verb last
#pragma once

#include "tutorials/corpus/noun_phrase.h"

namespace heed::corpus {

struct Clause {
  NounPhrase subject = {};
  const Verb* verb = nullptr;
  bool past = false;             // English past, German perfect; only "sein" has its simple past, "war"
  const Modal* modal = nullptr;  // only in the present
  bool negated = false;
  std::optional<NounPhrase> receiver = {};             // dative
  std::optional<NounPhrase> object = {};               // accusative
  std::optional<PrepositionalPhrase> complement = {};  // "in the garden"
  const Adjective* predicate = nullptr;                // "is tired"
};

// A word means the field of the clause, or of its phrases, from which it is made.
Line english_statement(const Clause& clause);  // "the man does not open the door"
Line english_question(const Clause& clause);   // "does the man open the door"; no question mark

enum class VerbPosition { second, first, last };
Line german(const Clause& clause, VerbPosition position);

}  // namespace heed::corpus
