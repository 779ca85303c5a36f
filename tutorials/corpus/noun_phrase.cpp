#include "tutorials/corpus/noun_phrase.h"

namespace heed::corpus {
namespace {

// masculine, feminine, neuter, plural
std::size_t column(Gender gender, bool plural) { return plural ? 3 : static_cast<std::size_t>(gender); }

// The endings that show gender, number and case: of "dieser", nearly of "der", of "ein" in most
// forms, and of an adjective if no determiner before it shows them.
std::string strong_ending(Case which, std::size_t column) {
  static const std::string table[3][4] = {
      {"er", "e", "es", "e"},    // nominative
      {"en", "e", "es", "e"},    // accusative
      {"em", "er", "em", "en"},  // dative
  };
  return table[static_cast<std::size_t>(which)][column];
}

// The endings of an adjective if its determiner already shows gender, number and case.
std::string weak_ending(Case which, std::size_t column) {
  static const std::string table[3][4] = {
      {"e", "e", "e", "en"}, {"en", "e", "e", "en"}, {"en", "en", "en", "en"}};
  return table[static_cast<std::size_t>(which)][column];
}

std::string definite_article(Case which, std::size_t column) {
  static const std::string table[3][4] = {
      {"der", "die", "das", "die"}, {"den", "die", "das", "die"}, {"dem", "der", "dem", "den"}};
  return table[static_cast<std::size_t>(which)][column];
}

// "ein" has no ending for a masculine subject and for a neuter noun that is not dative: "ein
// hund", "ein buch".
bool ein_is_bare(Case which, std::size_t column) {
  return which != Case::dative && (column == 2 || (column == 0 && which == Case::nominative));
}

std::string noun_form(const NounPhrase& phrase, Case which) {
  const Noun& noun = *phrase.noun;
  if (phrase.plural) return which == Case::dative ? noun.dative_plural : noun.german_plural;
  return which == Case::nominative ? noun.german : noun.oblique;
}

Line german(const Preposition& preposition, const NounPhrase& phrase, const void* meaning) {
  Line whole = join({{preposition.german, meaning}, german(phrase, preposition.governs)});
  static const std::string contractions[][3] = {
      {"in", "dem", "im"}, {"in", "das", "ins"}, {"zu", "dem", "zum"}, {"zu", "der", "zur"}};
  for (const auto& [first, second, short_form] : contractions) {
    std::vector<Word>& words = whole.words;
    if (words[0].text != first || words[1].text != second) continue;
    words[0].text = short_form;
    words[0].means.insert(words[0].means.end(), words[1].means.begin(), words[1].means.end());
    words.erase(words.begin() + 1);
    break;
  }
  return whole;
}

Line decline(const NounPhrase& phrase, const Determiner& determiner, Case which) {
  const std::size_t form = column(phrase.noun->gender, phrase.plural);
  const std::string strong = strong_ending(which, form), weak = weak_ending(which, form);
  std::string article = determiner.german, ending = strong;
  switch (determiner.declension) {
    case Declension::definite:
      article = definite_article(which, form);
      ending = weak;
      break;
    case Declension::ein:
      if (!ein_is_bare(which, form)) {
        article += strong;
        ending = weak;
      }
      break;
    case Declension::plural:
      article += strong;
      break;  // "viele alte hunde": both endings are strong
    case Declension::fixed:
    case Declension::none:
      break;
  }
  std::vector<Line> parts{{article, &phrase.determiner}};
  for (const Adjective* const& adjective : phrase.adjectives)
    parts.push_back({adjective->stem + ending, &adjective});
  parts.push_back({noun_form(phrase, which), &phrase.noun});
  if (phrase.garment) parts.push_back(german(with_garment, *phrase.garment, phrase.garment.get()));
  return join(parts);
}

}  // namespace

bool is_indefinite(const NounPhrase& phrase) {
  return !phrase.pronoun && (phrase.determiner->english == "a" || phrase.determiner->english.empty());
}

Line english_object(const NounPhrase& phrase) {
  if (phrase.pronoun) return {phrase.pronoun->english_object, &phrase.pronoun};
  std::vector<Line> parts;
  for (const Adjective* const& adjective : phrase.adjectives)
    parts.push_back({adjective->english, &adjective});
  parts.push_back({phrase.plural ? phrase.noun->english_plural : phrase.noun->english, &phrase.noun});
  const bool vowel = std::string("aeiou").find(parts[0].words[0].text[0]) != std::string::npos;
  const std::string& article = phrase.determiner->english;
  parts.insert(parts.begin(), {article == "a" && vowel ? "an" : article, &phrase.determiner});
  if (phrase.garment)
    parts.push_back(join({{with_garment.english, phrase.garment.get()}, english_object(*phrase.garment)}));
  return join(parts);
}

Line english_subject(const NounPhrase& phrase) {
  return phrase.pronoun ? Line(phrase.pronoun->english, &phrase.pronoun) : english_object(phrase);
}

Line english(const PrepositionalPhrase& phrase) {
  return join({{phrase.preposition->english, &phrase.preposition}, english_object(phrase.phrase)});
}

Line german(const NounPhrase& phrase, Case which) {
  if (phrase.pronoun) return {phrase.pronoun->german[static_cast<std::size_t>(which)], &phrase.pronoun};
  return decline(phrase, *phrase.determiner, which);
}

Line german_kein(const NounPhrase& phrase, Case which) { return decline(phrase, no, which); }

Line german(const PrepositionalPhrase& phrase) {
  return german(*phrase.preposition, phrase.phrase, &phrase.preposition);
}

}  // namespace heed::corpus
