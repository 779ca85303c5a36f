#include "tutorials/corpus/clause.h"

namespace heed::corpus {
namespace {

int person(const NounPhrase& subject) { return subject.pronoun ? subject.pronoun->person : 3; }
bool plural(const NounPhrase& subject) { return subject.pronoun ? subject.pronoun->plural : subject.plural; }
// "he opens", not "you open"
bool third_singular(const NounPhrase& subject) { return person(subject) == 3 && !plural(subject); }

// --- English ---

struct EnglishVerb {
  std::string helper, rest;  // "does" and "open"; or no helper and "opens"
};

std::string form_of_be(const NounPhrase& subject, bool past) {
  if (plural(subject) || person(subject) == 2) return past ? "were" : "are";
  if (past) return "was";
  return person(subject) == 1 ? "am" : "is";
}

// Questions and negations need a helper: "do", if there is no other helper.
EnglishVerb english_verb(const Clause& clause, bool needs_helper) {
  const Verb& verb = *clause.verb;
  const bool third = third_singular(clause.subject);
  if (clause.modal && clause.modal->helper) return {clause.modal->english, verb.english};
  if (verb.frame == Frame::predicate) return {form_of_be(clause.subject, clause.past), ""};
  if (clause.past)
    return needs_helper ? EnglishVerb{"did", verb.english} : EnglishVerb{"", verb.english_past};
  if (needs_helper) {
    return {third ? "does" : "do", join({clause.modal ? clause.modal->english : "", verb.english})};
  }
  if (clause.modal) return {"", (third ? "wants to " : "want to ") + verb.english};
  return {"", third ? verb.english_third : verb.english};
}

std::string english_rest(const Clause& clause) {
  return join({clause.receiver ? english_object(*clause.receiver) : "",
               clause.object ? english_object(*clause.object) : "",
               clause.complement ? english(*clause.complement) : "",
               clause.predicate ? clause.predicate->english : ""});
}

// --- German ---

// Returns the form of a verb for a subject. All plural subjects take the infinitive,
// except with "sein".
template <class VerbOrModal>
std::string present(const VerbOrModal& verb, const NounPhrase& subject) {
  if (plural(subject)) return verb.infinitive == "sein" ? "sind" : verb.infinitive;
  const std::string* forms[] = {&verb.first, &verb.second, &verb.third};
  return *forms[person(subject) - 1];
}

std::string simple_past_of_be(const NounPhrase& subject) {
  if (plural(subject)) return "waren";
  return person(subject) == 2 ? "warst" : "war";
}

struct GermanVerb {
  std::string finite, rest;  // "macht" and "auf"; "will" and "aufmachen"; "hat" and "aufgemacht"
  bool separated = false;    // finite and rest form one word when they meet: "aufmacht"
};

GermanVerb german_verb(const Clause& clause) {
  const Verb& verb = *clause.verb;
  const NounPhrase& subject = clause.subject;
  if (clause.modal) return {present(*clause.modal, subject), verb.prefix + verb.infinitive};
  if (!clause.past) return {present(verb, subject), verb.prefix, true};
  if (verb.frame == Frame::predicate) return {simple_past_of_be(subject), ""};
  return {present(verb.moves ? be : have, subject), verb.prefix + verb.participle};
}

// Returns the part between the two parts of the verb. "nicht" comes after the objects and before
// the rest; but an indefinite object expresses the negation itself, with "kein".
std::string german_middle(const Clause& clause) {
  const bool kein = clause.negated && clause.object && is_indefinite(*clause.object);
  std::string object;
  if (clause.object)
    object = kein ? german_kein(*clause.object, Case::accusative) : german(*clause.object, Case::accusative);
  return join({clause.receiver ? german(*clause.receiver, Case::dative) : "", object,
               clause.negated && !kein ? "nicht" : "", clause.complement ? german(*clause.complement) : "",
               clause.predicate ? clause.predicate->german : ""});
}

}  // namespace

std::string english_statement(const Clause& clause) {
  const EnglishVerb verb = english_verb(clause, clause.negated);
  const bool cannot = clause.negated && verb.helper == "can";
  return join({english_subject(clause.subject), cannot ? "cannot" : verb.helper,
               clause.negated && !cannot ? "not" : "", verb.rest, english_rest(clause)});
}

std::string english_question(const Clause& clause) {
  const EnglishVerb verb = english_verb(clause, true);
  return join({verb.helper, english_subject(clause.subject), clause.negated ? "not" : "", verb.rest,
               english_rest(clause)});
}

std::string german(const Clause& clause, VerbPosition position) {
  const std::string subject = german(clause.subject, Case::nominative), middle = german_middle(clause);
  const GermanVerb verb = german_verb(clause);
  switch (position) {
    case VerbPosition::second:
      return join({subject, verb.finite, middle, verb.rest});
    case VerbPosition::first:
      return join({verb.finite, subject, middle, verb.rest});
    case VerbPosition::last:
      break;
  }
  if (verb.separated) return join({subject, middle, verb.rest + verb.finite});
  return join({subject, middle, verb.rest, verb.finite});
}

}  // namespace heed::corpus
