// The words of the corpus, with everything that the grammar must know about each word. Each thing
// has only one English word, and each English word has only one German translation, so that exactly
// one German sentence is right for each English sentence. Words that would break this rule are left
// out (the verb "read", whose past looks like its present) or have a single meaning ("you" is
// always "du", never several people).
#pragma once

#include <array>
#include <string>
#include <vector>

namespace heed::corpus {

enum class Case { nominative, accusative, dative };
enum class Gender { masculine, feminine, neuter };

// The kind of thing that a word means, so that apples are eaten and doors are opened.
enum class Theme { person, animal, thing, garment, opening, food, drink, inside, surface, landmark };

struct Noun {
  Theme theme;
  Gender gender;
  std::string english, english_plural;       // an empty plural: only the singular is used
  std::string german, oblique;               // oblique: accusative and dative, "den jungen"
  std::string german_plural, dative_plural;  // "die männer", "den männern"
  bool mass = false;                         // an uncountable noun, without an article: "cold milk"
};

// Adjectives of one scale exclude each other: nothing is both hot and cold. Of two adjectives, a
// colour comes last: "the quick brown fox".
enum class Scale { none, age, size, warmth, colour };

struct Adjective {
  std::string english, german, stem;  // "dunkel", but "dunkl-" before an ending
  Scale scale;
  std::vector<Theme> themes;
};

// The declension of a determiner, which also decides the ending of the adjective after it.
enum class Declension { definite, ein, plural, fixed, none };

struct Determiner {
  std::string english, german;
  Declension declension;
  bool singular, plural;
};

struct Pronoun {
  std::string english, english_object;  // an empty object form: used as a subject only
  std::array<std::string, 3> german;    // by case
  int person;
  bool plural;
};

struct Preposition {
  std::string english, german;
  Case governs;
  std::vector<Theme> themes;
};

// The objects that a verb takes besides its subject.
enum class Frame { nothing, accusative, dative, both, predicate, clause };

struct Verb {
  Frame frame;
  std::string english, english_third, english_past;
  std::string prefix, infinitive;  // "auf" and "machen": the prefix is separable
  std::string first, second, third, participle;
  bool moves = false;                                 // perfect with "sein" in place of "haben"
  std::vector<Theme> subjects = {}, objects = {};     // objects: the accusative object
  std::vector<const Preposition*> prepositions = {};  // one of these may follow
  bool needs_preposition = false;                     // must follow
};

struct Modal {
  std::string english;
  bool helper;          // like "can": needs no "do" in questions and negation; "want to" does
  bool can_be_negated;  // "must not" is not the negation of "must"
  bool can_be;          // means the same in German before "be"; false for "may": "may be", "es darf sein"
  std::string infinitive, first, second, third;
};

struct Adverb {
  std::string english, german;
  enum class Time { past, present, future, any } time;
};

struct Pair {
  std::string english, german;
  std::string alignment = "";  // which words translate which: "0-0 1-2" (see line.h)
};

extern const std::vector<Noun> nouns;
extern const std::vector<Adjective> adjectives;
extern const std::vector<Determiner> determiners;
extern const std::vector<Pronoun> pronouns;
extern const std::vector<Verb> verbs;
extern const std::vector<Modal> modals;
extern const std::vector<Adverb> adverbs;
extern const Preposition with_garment;  // part of a noun phrase: "the man with the black hat"
extern const Pronoun who;
extern const Determiner no;  // "kein": never drawn, but inserted by negation
extern const Verb be, have;  // copula and auxiliary "sein"; auxiliary "haben"

}  // namespace heed::corpus
