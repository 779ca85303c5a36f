// The words of the corpus, with all that the grammar must know of each. English names a thing in one way only
// and each name has one rendering, so that one German sentence is right for each English one; words that
// would break this (the verb "read", whose past looks like its present; "you", if it could be several people)
// are left out, or held to one reading: "you" is always "du".
#pragma once

#include <array>
#include <string>
#include <vector>

namespace heed::corpus {

enum class Case { nominative, accusative, dative };
enum class Gender { masculine, feminine, neuter };

// What a word stands for, so that bread is eaten and doors are opened.
enum class Theme { person, animal, thing, garment, opening, food, drink, inside, surface, landmark };

struct Noun {
  Theme theme;
  Gender gender;
  std::string english, english_plural;       // no plural: only the singular is used
  std::string german, oblique;               // oblique: accusative and dative, "den jungen"
  std::string german_plural, dative_plural;  // "die männer", "den männern"
  bool mass = false;                         // "cold milk", with no article: nobody counts it
};

// Adjectives of one scale exclude each other: nothing is both hot and cold. A colour is the last of two
// adjectives: "the quick brown fox".
enum class Scale { none, age, size, warmth, colour };

struct Adjective {
  std::string english, german, stem;  // "dunkel", but "dunkl-" before an ending
  Scale scale;
  std::vector<Theme> themes;
};

// How a determiner is declined, and what that leaves to the adjective behind it.
enum class Declension { definite, ein, plural, fixed, none };

struct Determiner {
  std::string english, german;
  Declension declension;
  bool singular, plural;
};

struct Pronoun {
  std::string english, english_object;  // no object form: it only serves as a subject
  std::array<std::string, 3> german;    // by case
  int person;
  bool plural;
};

struct Preposition {
  std::string english, german;
  Case governs;
  std::vector<Theme> themes;
};

// What a verb wants beside its subject.
enum class Frame { nothing, accusative, dative, both, predicate, clause };

struct Verb {
  Frame frame;
  std::string english, english_third, english_past;
  std::string prefix, infinitive;  // "auf" and "machen": the prefix is separable
  std::string first, second, third, participle;
  bool moves = false;                                 // perfect with "sein" in place of "haben"
  std::vector<Theme> subjects = {}, objects = {};     // objects: the accusative one
  std::vector<const Preposition*> prepositions = {};  // one of these may follow
  bool needs_preposition = false;                     // must follow
};

struct Modal {
  std::string english;
  bool helper;          // like "can": needs no "do" in questions and negation; "want to" does
  bool can_be_negated;  // "must not" is no negation of "must"
  bool can_be;          // before "be" it means the same in German: not "may be", "es darf sein"
  std::string infinitive, first, second, third;
};

struct Adverb {
  std::string english, german;
  enum class Time { past, present, future, any } time;
};

struct Pair {
  std::string english, german;
};

extern const std::vector<Noun> nouns;
extern const std::vector<Adjective> adjectives;
extern const std::vector<Determiner> determiners;
extern const std::vector<Pronoun> pronouns;
extern const std::vector<Verb> verbs;
extern const std::vector<Modal> modals;
extern const std::vector<Adverb> adverbs;
extern const Preposition with_garment;  // belongs to a noun: "the man with the black hat"
extern const Pronoun who;
extern const Determiner no;  // "kein": never drawn, but put in by negation
extern const Verb be, have;  // copula and auxiliary "sein"; auxiliary "haben"

}  // namespace heed::corpus
