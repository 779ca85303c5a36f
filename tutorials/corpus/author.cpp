#include "tutorials/corpus/author.h"

#include <algorithm>

namespace heed::corpus {
namespace {

template <class T>
bool contains(const std::vector<T>& list, const T& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

template <class T, class Accept>
std::vector<const T*> all_that(const std::vector<T>& list, Accept accept) {
  std::vector<const T*> found;
  for (const T& item : list) {
    if (accept(item)) found.push_back(&item);
  }
  return found;
}

const std::vector<Theme> people{Theme::person};
constexpr Index max_length = 18;  // words

// What words mean that belong to no clause: a sentence has each of them at most once.
const char linking = 0, comma = 0, question_mark = 0, asking = 0, adverb_meaning = 0;

// The two lines as text, and which of their words translate which. The content that they were made from must still exist.
Pair translated(const Line& english, const Line& german) {
  return {english.text(), german.text(), alignment_of(english, german)};
}

Index count_words(const std::string& line) { return std::count(line.begin(), line.end(), ' ') + 1; }

}  // namespace

// --- Sentences ---

Sentence Author::write() {
  for (;;) {
    Sentence sentence = draft();
    if (count_words(sentence.text.english) <= max_length && count_words(sentence.text.german) <= max_length) {
      return sentence;
    }
  }
}

Sentence Author::draft() {
  const double which = rng_.uniform();
  if (which < 0.15) return {"statement", statement()};
  if (which < 0.30) return {"fronted", fronted()};
  if (which < 0.45) return {"question", question()};
  if (which < 0.60) return {"reason", reason()};
  if (which < 0.75) return {"condition", condition()};
  if (which < 0.90) return {"report", report()};
  return {"both", both()};
}

Pair Author::statement() {
  const bool past = chance(0.4);
  const Clause told = clause(any_verb(), {.past = past});
  return translated(english_statement(told), german(told, VerbPosition::second));
}

// A German main clause has one element before its verb. If that is not the subject, the subject
// comes after the verb.
Pair Author::fronted() {
  const Adverb& adverb = pick(adverbs);
  const bool past = adverb.time == Adverb::Time::past || (adverb.time == Adverb::Time::any && chance(0.4));
  const bool habit = adverb.time == Adverb::Time::present;  // "every day the horse is old" would be odd
  const Clause told =
      clause(habit ? doing_verb() : any_verb(), {.past = past, .modal = adverb.time == Adverb::Time::future});
  return translated(join({{adverb.english, &adverb_meaning}, english_statement(told)}),
                    join({{adverb.german, &adverb_meaning}, german(told, VerbPosition::first)}));
}

Pair Author::question() {
  const auto ask = [](const std::string& english_word, const std::string& german_word, const Clause& asked) {
    return translated(
        join({{english_word, &asking}, english_question(asked), {"?", &question_mark}}),
        join({{german_word, &asking}, german(asked, VerbPosition::first), {"?", &question_mark}}));
  };
  const Limits plain{.past = chance(0.4), .may_negate = false};
  switch (rng_.integer(6)) {
    case 0:
      return ask("", "", clause(any_verb(), plain));
    case 1:
      return ask("when", "wann", clause(any_verb(), plain));
    case 2:
      return ask("why", "warum", clause(any_verb(), {.past = plain.past}));
    case 3: {
      Clause asked = clause(
          verb_that([](const Verb& verb) { return verb.frame != Frame::clause && !verb.needs_preposition; }),
          plain);
      asked.complement.reset();
      return ask("where", "wo", asked);
    }
    case 4: {
      Clause asked =
          clause(verb_that([](const Verb& verb) {
                   return contains(verb.objects, Theme::thing) || contains(verb.objects, Theme::food);
                 }),
                 plain);
      asked.object.reset();
      return ask("what", "was", asked);
    }
    default:
      break;
  }
  Clause asked = clause(doing_verb(), plain);
  asked.subject = {.pronoun = &who};
  return translated(join({english_statement(asked), {"?", &question_mark}}),
                    join({german(asked, VerbPosition::second), {"?", &question_mark}}));
}

Pair Author::reason() {
  const bool past = chance(0.4), because = chance(0.6);
  const Clause main = clause(any_verb(), {.past = past});
  const Clause reason = clause(any_verb(), {.past = past, .third_person = true});
  return translated(
      join(
          {english_statement(main), {because ? "because" : "although", &linking}, english_statement(reason)}),
      join({german(main, VerbPosition::second),
            ",",
            {because ? "weil" : "obwohl", &linking},
            german(reason, VerbPosition::last)}));
}

// The clause in front takes the only position before the main verb.
Pair Author::condition() {
  const bool if_ = chance(0.6), past = !if_ && chance(0.4);
  const Clause condition = clause(any_verb(), {.past = past, .third_person = true});
  const Clause main = clause(any_verb(), {.past = past});
  return translated(join({{if_ ? "if" : "although", &linking},
                          english_statement(condition),
                          {",", &comma},
                          english_statement(main)}),
                    join({{if_ ? "wenn" : "obwohl", &linking},
                          german(condition, VerbPosition::last),
                          {",", &comma},
                          german(main, VerbPosition::first)}));
}

Pair Author::report() {
  const bool past = chance(0.4);
  const Clause main =
      clause(verb_that([](const Verb& verb) { return verb.frame == Frame::clause; }), {.past = past});
  const bool whether = main.negated && main.verb->english != "believe";
  const Clause told = clause(any_verb(), {.past = past, .third_person = true});
  return translated(
      join({english_statement(main), {whether ? "whether" : "that", &linking}, english_statement(told)}),
      join({german(main, VerbPosition::second),
            ",",
            {whether ? "ob" : "dass", &linking},
            german(told, VerbPosition::last)}));
}

Pair Author::both() {
  const bool past = chance(0.4), and_ = chance(0.5);
  const Clause one = clause(any_verb(), {.past = past}), other = clause(any_verb(), {.past = past});
  const Line between = and_ ? Line() : Line(",", &comma);
  return translated(
      join({english_statement(one), between, {and_ ? "and" : "but", &linking}, english_statement(other)}),
      join({german(one, VerbPosition::second),
            between,
            {and_ ? "und" : "aber", &linking},
            german(other, VerbPosition::second)}));
}

// --- Clauses ---

template <class Accept>
const Verb& Author::verb_that(Accept accept) {
  return *pick(all_that(verbs, accept));
}

const Verb& Author::any_verb() { return chance(0.2) ? be : doing_verb(); }

const Verb& Author::doing_verb() {
  return verb_that([](const Verb& verb) { return verb.frame != Frame::clause; });
}

Clause Author::clause(const Verb& verb, const Limits& limits) {
  used_.clear();
  Clause drawn{.verb = &verb, .past = limits.past};
  if (!drawn.past && (limits.modal || (verb.frame != Frame::clause && chance(0.3)))) {
    drawn.modal = pick(
        all_that(modals, [&](const Modal& modal) { return verb.frame != Frame::predicate || modal.can_be; }));
  }
  drawn.negated = limits.may_negate && chance(0.2) && !(drawn.modal && !drawn.modal->can_be_negated);
  drawn.subject = subject(verb, limits, drawn.negated);

  const bool negated = drawn.negated;
  if (verb.frame == Frame::accusative) drawn.object = object(verb.objects, drawn.subject, negated, false);
  if (verb.frame == Frame::dative) drawn.receiver = object(verb.objects, drawn.subject, negated, true);
  if (verb.frame == Frame::both) {
    drawn.receiver = object(people, drawn.subject, negated, true);
    drawn.object = noun_phrase({pick(verb.objects)}, false, !negated);
  }
  if (!verb.prepositions.empty() && (verb.needs_preposition || chance(0.5))) {
    const Preposition& preposition = *pick(verb.prepositions);
    drawn.complement = PrepositionalPhrase{&preposition, noun_phrase(preposition.themes, false, true)};
  }
  if (verb.frame == Frame::predicate) {
    const Theme theme = drawn.subject.pronoun ? Theme::person : drawn.subject.noun->theme;
    const std::vector<const Adjective*>& said = drawn.subject.adjectives;
    drawn.predicate = pick(all_that(adjectives, [&](const Adjective& adjective) {
      return contains(adjective.themes, theme) &&
             std::none_of(said.begin(), said.end(), [&](const Adjective* other) {
               return other == &adjective || (other->scale == adjective.scale && other->scale != Scale::none);
             });
    }));
  }
  return drawn;
}

NounPhrase Author::subject(const Verb& verb, const Limits& limits, bool negated) {
  if (chance(0.35)) {
    return {.pronoun = pick(all_that(pronouns, [&](const Pronoun& pronoun) {
              return pronoun.person == 3 || !limits.third_person;
            }))};
  }
  if (verb.frame == Frame::predicate) {
    return noun_phrase({pick(std::vector<Theme>{Theme::person, Theme::animal, Theme::thing, Theme::garment,
                                                Theme::opening, Theme::food, Theme::drink, Theme::inside})},
                       negated, !negated);
  }
  return noun_phrase(verb.subjects, negated, !negated);
}

// The negation of "a dog" is "kein hund", but only if "a dog" is the accusative object. With "two
// dogs", it is not clear what the negation denies.
NounPhrase Author::object(const std::vector<Theme>& themes, const NounPhrase& subject, bool negated,
                          bool receives) {
  if (subject.pronoun && contains(themes, Theme::person) && chance(0.3)) {
    return {.pronoun = pick(all_that(pronouns, [&](const Pronoun& pronoun) {
              const bool other = pronoun.person != subject.pronoun->person ||
                                 (pronoun.person == 3 && &pronoun != subject.pronoun);
              return other && !pronoun.english_object.empty();
            }))};
  }
  return noun_phrase({pick(themes)}, negated && receives, !negated);
}

NounPhrase Author::noun_phrase(const std::vector<Theme>& themes, bool definite, bool countable) {
  NounPhrase drawn;
  drawn.noun = pick(all_that(nouns, [&](const Noun& noun) {
    return contains(themes, noun.theme) && !contains<const Noun*>(used_, &noun);
  }));
  used_.push_back(drawn.noun);
  const Noun& noun = *drawn.noun;
  drawn.plural = !noun.english_plural.empty() && chance(0.35);

  const auto fits = [&](const Determiner& determiner) {
    const bool indefinite = determiner.english.empty() || determiner.english == "a";
    if (definite && indefinite) return false;
    if (noun.mass) return determiner.singular ? !indefinite : determiner.english.empty();
    const bool counts =
        determiner.declension == Declension::plural || determiner.declension == Declension::fixed;
    if (counts && !countable) return false;
    return drawn.plural ? determiner.plural : determiner.singular;
  };
  const double which = rng_.uniform();
  drawn.determiner = pick(all_that(determiners, [&](const Determiner& determiner) {
    const bool indefinite = determiner.english.empty() || determiner.english == "a";
    if (which < 0.4) return determiner.english == "the";
    if (which < 0.6 && !definite) return indefinite && fits(determiner);
    return fits(determiner);
  }));

  const auto adjective_that = [&](bool may_be_quality) {
    return all_that(adjectives, [&](const Adjective& adjective) {
      return contains(adjective.themes, noun.theme) && (may_be_quality || adjective.scale == Scale::colour);
    });
  };
  if (chance(0.6)) {
    drawn.adjectives.push_back(pick(adjective_that(true)));
    const auto colours = adjective_that(false);
    if (drawn.adjectives[0]->scale != Scale::colour && !colours.empty() && chance(0.3))
      drawn.adjectives.push_back(pick(colours));
  }
  if (noun.theme == Theme::person && !drawn.plural && chance(0.15)) {
    drawn.garment = std::make_shared<NounPhrase>(noun_phrase({Theme::garment}, false, true));
  }
  return drawn;
}

}  // namespace heed::corpus
