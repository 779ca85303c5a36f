#include "tutorials/corpus/clause.h"

namespace heed::corpus {
namespace {

int person(const NounPhrase& subject) { return subject.pronoun ? subject.pronoun->person : 3; }
bool plural(const NounPhrase& subject) { return subject.pronoun ? subject.pronoun->plural : subject.plural; }
// "he opens", not "you open"
bool third_singular(const NounPhrase& subject) { return person(subject) == 3 && !plural(subject); }

// --- English ---

struct EnglishVerb {
  Line helper, rest;  // "does" and "open"; or no helper and "opens"
};

std::string form_of_be(const NounPhrase& subject, bool past) {
  if (plural(subject) || person(subject) == 2) return past ? "were" : "are";
  if (past) return "was";
  return person(subject) == 1 ? "am" : "is";
}

// Questions and negations need a helper: "do", if there is no other helper. It means nothing.
EnglishVerb english_verb(const Clause& clause, bool needs_helper) {
  const Verb& verb = *clause.verb;
  const bool third = third_singular(clause.subject);
  const auto means_verb = [&](const std::string& text) { return Line(text, &clause.verb); };
  const auto means_modal = [&](const std::string& text) { return Line(text, &clause.modal); };
  if (clause.modal && clause.modal->helper)
    return {means_modal(clause.modal->english), means_verb(verb.english)};
  if (verb.frame == Frame::predicate) return {means_verb(form_of_be(clause.subject, clause.past)), {}};
  if (clause.past)
    return needs_helper ? EnglishVerb{"did", means_verb(verb.english)}
                        : EnglishVerb{{}, means_verb(verb.english_past)};
  if (needs_helper) {
    return {third ? "does" : "do",
            join({means_modal(clause.modal ? clause.modal->english : ""), means_verb(verb.english)})};
  }
  if (clause.modal)
    return {{}, join({means_modal(third ? "wants to" : "want to"), means_verb(verb.english)})};
  return {{}, means_verb(third ? verb.english_third : verb.english)};
}

Line english_rest(const Clause& clause) {
  return join({clause.receiver ? english_object(*clause.receiver) : Line(),
               clause.object ? english_object(*clause.object) : Line(),
               clause.complement ? english(*clause.complement) : Line(),
               clause.predicate ? Line(clause.predicate->english, &clause.predicate) : Line()});
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
  Line finite, rest;       // "macht" and "auf"; "will" and "aufmachen"; "hat" and "aufgemacht"
  bool separated = false;  // finite and rest form one word when they meet: "aufmacht"
};

GermanVerb german_verb(const Clause& clause) {
  const Verb& verb = *clause.verb;
  const NounPhrase& subject = clause.subject;
  const auto means_verb = [&](const std::string& text) { return Line(text, &clause.verb); };
  if (clause.modal)
    return {{present(*clause.modal, subject), &clause.modal}, means_verb(verb.prefix + verb.infinitive)};
  if (!clause.past) return {means_verb(present(verb, subject)), means_verb(verb.prefix), true};
  if (verb.frame == Frame::predicate) return {means_verb(simple_past_of_be(subject)), {}};
  return {means_verb(present(verb.moves ? be : have, subject)), means_verb(verb.prefix + verb.participle)};
}

// "kein" means the determiner, and that there is none.
Line with_kein(const Clause& clause) {
  Line object = german_kein(*clause.object, Case::accusative);
  object.words[0].means.push_back(&clause.negated);
  return object;
}

// Returns the part between the two parts of the verb. "nicht" comes after the objects and before
// the rest; but an indefinite object expresses the negation itself, with "kein".
Line german_middle(const Clause& clause) {
  const bool kein = clause.negated && clause.object && is_indefinite(*clause.object);
  Line object;
  if (clause.object) object = kein ? with_kein(clause) : german(*clause.object, Case::accusative);
  return join({clause.receiver ? german(*clause.receiver, Case::dative) : Line(), object,
               clause.negated && !kein ? Line("nicht", &clause.negated) : Line(),
               clause.complement ? german(*clause.complement) : Line(),
               clause.predicate ? Line(clause.predicate->german, &clause.predicate) : Line()});
}

// "aufmacht": the two parts of a separable verb as one word.
Line joined_verb(const Clause& clause, const GermanVerb& verb) {
  return {verb.rest.text() + verb.finite.text(), &clause.verb};
}

}  // namespace

Line english_statement(const Clause& clause) {
  const EnglishVerb verb = english_verb(clause, clause.negated);
  if (clause.negated && verb.helper == "can") {
    Line cannot("cannot", &clause.modal);
    cannot.words[0].means.push_back(&clause.negated);
    return join({english_subject(clause.subject), cannot, verb.rest, english_rest(clause)});
  }
  return join({english_subject(clause.subject), verb.helper,
               clause.negated ? Line("not", &clause.negated) : Line(), verb.rest, english_rest(clause)});
}

Line english_question(const Clause& clause) {
  const EnglishVerb verb = english_verb(clause, true);
  return join({verb.helper, english_subject(clause.subject),
               clause.negated ? Line("not", &clause.negated) : Line(), verb.rest, english_rest(clause)});
}

Line german(const Clause& clause, VerbPosition position) {
  const Line subject = german(clause.subject, Case::nominative), middle = german_middle(clause);
  const GermanVerb verb = german_verb(clause);
  switch (position) {
    case VerbPosition::second:
      return join({subject, verb.finite, middle, verb.rest});
    case VerbPosition::first:
      return join({verb.finite, subject, middle, verb.rest});
    case VerbPosition::last:
      break;
  }
  if (verb.separated) return join({subject, middle, joined_verb(clause, verb)});
  return join({subject, middle, verb.rest, verb.finite});
}

}  // namespace heed::corpus
