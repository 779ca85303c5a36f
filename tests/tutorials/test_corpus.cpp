// Tests that the corpus is correct German, complete and fair, and that the program writes exactly
// this corpus. The grammar is checked against separate tables, written as in a school book, not by
// the program's rules.
#include "tensor/ground/utf8.h"
#include "tests/catch.h"
#include "tutorials/corpus/author.h"
#include "tutorials/corpus/clause.h"
#include "tutorials/corpus/corpus.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace heed::corpus;

namespace {

const std::string folder = "tutorials/corpus/";

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  INFO("the tests run from the project's top folder");
  REQUIRE(file);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

std::vector<Pair> load(const std::string& name) {
  std::istringstream lines(read(folder + name));
  std::vector<Pair> pairs;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t tab = line.find('\t');
    REQUIRE(tab != std::string::npos);
    pairs.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return pairs;
}

const std::vector<Pair>& training() {
  static const std::vector<Pair> pairs = load("english-german.tsv");
  return pairs;
}
const std::vector<Pair>& held_out() {
  static const std::vector<Pair> pairs = load("english-german.heldout.tsv");
  return pairs;
}

std::vector<std::string> words(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> result;
  for (std::string word; stream >> word;) result.push_back(word);
  return result;
}

std::map<std::string, int> count_words(const std::vector<Pair>& pairs, std::string Pair::*language) {
  std::map<std::string, int> count;
  for (const Pair& pair : pairs) {
    for (const std::string& word : words(pair.*language)) ++count[word];
  }
  return count;
}

std::string in_lines(const std::vector<Pair>& pairs) {
  std::string lines;
  for (const Pair& pair : pairs) lines += pair.english + '\t' + pair.german + '\n';
  return lines;
}

}  // namespace

TEST_CASE("the program writes the corpus files, byte for byte", "[corpus]") {
  const Corpus corpus = make_corpus(1);
  CHECK(in_lines(corpus.training) == read(folder + "english-german.tsv"));
  CHECK(in_lines(corpus.held_out) == read(folder + "english-german.heldout.tsv"));
}

TEST_CASE("the alignments are those of the pairs: what each content word means is translated", "[corpus]") {
  const Corpus corpus = make_corpus(1);
  std::string lines;
  for (const Pair& pair : corpus.held_out) lines += pair.alignment + '\n';
  CHECK(lines == read(folder + "english-german.heldout.align"));
  lines.clear();
  std::map<std::string, std::set<std::string>> translations;
  for (const Pair& pair : corpus.training) {
    lines += pair.alignment + '\n';
    const std::vector<std::string> english = words(pair.english), german = words(pair.german);
    std::set<std::size_t> linked;
    std::istringstream links(pair.alignment);
    for (std::string link; links >> link;) {
      const std::size_t i = std::stoul(link), j = std::stoul(link.substr(link.find('-') + 1));
      REQUIRE(i < english.size());
      REQUIRE(j < german.size());
      translations[english[i]].insert(german[j]);
      linked.insert(j);
    }
    // Every German word translates something, except the comma that English does not have.
    for (std::size_t j = 0; j < german.size(); ++j) CHECK((linked.count(j) || german[j] == ","));
  }
  CHECK(lines == read(folder + "english-german.align"));
  CHECK_FALSE(translations.count("does"));
  CHECK_FALSE(translations.count("did"));
  CHECK(translations["dog"] == std::set<std::string>{"hund"});
  CHECK(translations["dogs"] == std::set<std::string>{"hunde", "hunden"});
  CHECK(translations["not"] == std::set<std::string>{"nicht", "kein", "keine", "keinen"});
  CHECK(translations["because"] == std::set<std::string>{"weil"});
  CHECK(translations["front"] == std::set<std::string>{"vor"});
  CHECK(translations["opens"] == std::set<std::string>{"macht", "auf", "aufmacht"});
}

TEST_CASE("a different seed makes a different corpus", "[corpus]") {
  CHECK(in_lines(make_corpus(2).held_out) != read(folder + "english-german.heldout.tsv"));
}

TEST_CASE("the corpus is UTF-8, lower case, in single spaces", "[corpus]") {
  for (const std::string name : {"english-german.tsv", "english-german.heldout.tsv"}) {
    const std::string content = read(folder + name);
    CHECK_FALSE(heed::find_invalid_utf8(content));
    CHECK(content.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ.\r") == std::string::npos);
    CHECK(content.find("  ") == std::string::npos);
    CHECK(content.find(" \n") == std::string::npos);
    CHECK(content.find(" \t") == std::string::npos);
    for (const Pair& pair : load(name)) {
      for (const std::string& word : words(pair.german + " " + pair.english)) {
        if (word.size() > 1) CHECK(word.find_first_of(",?") == std::string::npos);
      }
    }
  }
}

TEST_CASE("no sentence occurs twice, in training or in both files", "[corpus]") {
  std::set<std::string> english, german;
  for (const auto* pairs : {&training(), &held_out()}) {
    for (const Pair& pair : *pairs) {
      INFO(pair.english << " = " << pair.german);
      CHECK(english.insert(pair.english).second);
      CHECK(german.insert(pair.german).second);
    }
  }
  CHECK(training().size() >= 3000);
  CHECK(held_out().size() == 300);
}

TEST_CASE("every word occurs 15 times in training, and every held-out word is known", "[corpus]") {
  for (auto language : {&Pair::english, &Pair::german}) {
    const auto known = count_words(training(), language);
    for (const auto& [word, times] : known) {
      INFO(word);
      CHECK(times >= 15);
    }
    for (const auto& [word, times] : count_words(held_out(), language)) {
      INFO(word);
      CHECK(known.count(word) == 1);
    }
  }
}

TEST_CASE("an English sentence has only one German translation", "[corpus]") {
  heed::Rng rng(3);
  Author author(rng);
  std::map<std::string, std::string> translation;
  for (int draw = 0; draw < 20000; ++draw) {
    const Pair pair = author.write().text;
    INFO(pair.english);
    CHECK(translation.emplace(pair.english, pair.german).first->second == pair.german);
  }
  CHECK(translation.size() < 20000);  // some sentences did occur twice
}

TEST_CASE("the fox jumps over the dog", "[corpus]") {
  const Pair& first = training().front();
  CHECK(first.english == "the quick brown fox jumps over the lazy dog");
  CHECK(first.german == "der schnelle braune fuchs springt über den faulen hund");
}

TEST_CASE("determiner, adjective and noun agree in every German sentence", "[corpus]") {
  // The school book's tables: the determiner, and the ending of the adjective after it. N, A, D
  // are the cases.
  struct Row {
    char gender;
    std::string cases, determiner, ending;
  };
  std::vector<Row> table{{'m', "N", "der", "e"},  {'m', "A", "den", "en"}, {'m', "D", "dem", "en"},
                         {'f', "NA", "die", "e"}, {'f', "D", "der", "en"}, {'n', "NA", "das", "e"},
                         {'n', "D", "dem", "en"}, {'m', "D", "im", "en"},  {'n', "D", "im", "en"},
                         {'n', "A", "ins", "e"},  {'m', "D", "zum", "en"}, {'n', "D", "zum", "en"},
                         {'f', "D", "zur", "en"}};
  for (const std::string ein : {"ein", "kein", "mein", "dein", "sein", "ihr"}) {
    table.insert(table.end(), {{'m', "N", ein, "er"},
                               {'m', "A", ein + "en", "en"},
                               {'m', "D", ein + "em", "en"},
                               {'f', "NA", ein + "e", "e"},
                               {'f', "D", ein + "er", "en"},
                               {'n', "NA", ein, "es"},
                               {'n', "D", ein + "em", "en"}});
  }
  // Nouns with the same form in all cases of the singular, which is not also a plural.
  const std::map<std::string, char> gender{
      {"mann", 'm'},  {"arzt", 'm'},  {"hund", 'm'},  {"fuchs", 'm'}, {"brief", 'm'},  {"ball", 'm'},
      {"apfel", 'm'}, {"wald", 'm'},  {"baum", 'm'},  {"tisch", 'm'}, {"mantel", 'm'}, {"frau", 'f'},
      {"katze", 'f'}, {"tür", 'f'},   {"jacke", 'f'}, {"küche", 'f'}, {"lampe", 'f'},  {"schule", 'f'},
      {"kind", 'n'},  {"pferd", 'n'}, {"buch", 'n'},  {"bild", 'n'},  {"hemd", 'n'},   {"haus", 'n'},
      {"bett", 'n'},  {"ei", 'n'}};
  const std::set<std::string> dative{"mit", "zu", "hinter", "neben", "vor", "unter"},
      accusative{"für", "ohne", "durch", "über"};

  std::set<std::string> before_nouns;
  for (const Row& row : table) before_nouns.insert(row.determiner);
  int checked = 0;
  for (const Pair& pair : training()) {
    const std::vector<std::string> line = words(pair.german);
    for (std::size_t noun = 1; noun < line.size(); ++noun) {
      const auto known = gender.find(line[noun]);
      if (known == gender.end()) continue;
      std::size_t start = noun;  // go back to the determiner, over at most two adjectives
      while (start > 0 && noun - start < 3 && before_nouns.count(line[start]) == 0) --start;
      INFO(pair.german << ": " << line[noun]);
      REQUIRE(before_nouns.count(line[start]) == 1);
      std::string cases;
      for (const Row& row : table) {
        if (row.gender != known->second || row.determiner != line[start]) continue;
        bool fits = true;
        for (std::size_t adjective = start + 1; adjective < noun; ++adjective) {
          fits = fits && line[adjective].ends_with(row.ending);
        }
        if (fits) cases += row.cases;
      }
      CHECK_FALSE(cases.empty());
      if (start > 0 && dative.count(line[start - 1])) CHECK(cases.find('D') != std::string::npos);
      if (start > 0 && accusative.count(line[start - 1])) CHECK(cases.find('A') != std::string::npos);
      ++checked;
    }
  }
  CHECK(checked > 2000);
}

TEST_CASE("a subordinate clause ends with its finite verb", "[corpus]") {
  const std::set<std::string> conjunctions{"weil", "obwohl", "wenn", "dass", "ob"};
  const std::set<std::string> irregular{"hat",  "haben", "ist",  "sind", "war",  "waren", "kann",
                                        "muss", "darf",  "will", "wird", "weiß", "werden"};
  int checked = 0;
  for (const Pair& pair : training()) {
    const std::vector<std::string> line = words(pair.german);
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (conjunctions.count(line[i]) == 0) continue;
      if (i > 0) CHECK(line[i - 1] == ",");
      std::size_t end = i;
      while (end < line.size() && line[end] != ",") ++end;
      const std::string& last = line[end - 1];
      INFO(pair.german);
      CHECK((irregular.count(last) || last.ends_with("t") || last.ends_with("en")));
      ++checked;
    }
  }
  CHECK(checked > 500);
}

// --- Each construction once, by hand ---

namespace {

template <class Word>
const Word& find(const std::vector<Word>& list, const std::string& english) {
  for (const Word& word : list) {
    if (word.english == english) return word;
  }
  throw std::runtime_error("no word " + english);
}

NounPhrase phrase(const std::string& determiner, std::vector<std::string> adjective, const std::string& noun,
                  bool plural = false) {
  NounPhrase result{
      .determiner = &find(determiners, determiner), .noun = &find(nouns, noun), .plural = plural};
  for (const std::string& word : adjective) result.adjectives.push_back(&find(adjectives, word));
  return result;
}

}  // namespace

TEST_CASE("phrases are declined", "[corpus]") {
  const auto nominative = Case::nominative, accusative = Case::accusative, dative = Case::dative;
  CHECK(german(phrase("the", {"old"}, "dog"), accusative) == "den alten hund");
  CHECK(german(phrase("a", {"old"}, "dog"), nominative) == "ein alter hund");
  CHECK(german(phrase("my", {"old", "red"}, "book"), accusative) == "mein altes rotes buch");
  CHECK(german(phrase("her", {"clever"}, "sister"), dative) == "ihrer klugen schwester");
  CHECK(german(phrase("the", {"little"}, "boy"), dative) == "dem kleinen jungen");  // weak noun
  CHECK(german(phrase("two", {"hungry"}, "child", true), dative) == "zwei hungrigen kindern");
  CHECK(german(phrase("many", {"old"}, "man", true), nominative) == "viele alte männer");
  CHECK(german(phrase("his", {"old"}, "man", true), accusative) == "seine alten männer");
  CHECK(german(phrase("", {"cold"}, "water"), dative) == "kaltem wasser");
  CHECK(german(phrase("", {"hot"}, "coffee"), accusative) == "heißen kaffee");
  CHECK(german_kein(phrase("", {"cold"}, "milk"), accusative) == "keine kalte milch");
  CHECK(english_object(phrase("a", {"old"}, "dog")) == "an old dog");
}

TEST_CASE("clauses are put in order", "[corpus]") {
  Clause opens{.subject = phrase("the", {}, "man"), .verb = &find(verbs, "open")};
  opens.object = phrase("the", {}, "door");
  CHECK(english_statement(opens) == "the man opens the door");
  CHECK(german(opens, VerbPosition::second) == "der mann macht die tür auf");
  CHECK(german(opens, VerbPosition::first) == "macht der mann die tür auf");
  CHECK(german(opens, VerbPosition::last) == "der mann die tür aufmacht");
  opens.negated = true;
  CHECK(english_statement(opens) == "the man does not open the door");
  CHECK(german(opens, VerbPosition::second) == "der mann macht die tür nicht auf");
  opens.object = phrase("a", {}, "door");
  CHECK(german(opens, VerbPosition::second) == "der mann macht keine tür auf");
  opens.past = true;
  CHECK(english_question(opens) == "did the man not open a door");
  CHECK(german(opens, VerbPosition::last) == "der mann keine tür aufgemacht hat");
  opens.past = false;
  opens.modal = &find(modals, "want to");
  CHECK(english_statement(opens) == "the man does not want to open a door");
  CHECK(german(opens, VerbPosition::second) == "der mann will keine tür aufmachen");
  opens.modal = &find(modals, "can");
  CHECK(english_statement(opens) == "the man cannot open a door");
  CHECK(german(opens, VerbPosition::last) == "der mann keine tür aufmachen kann");

  Clause goes{.subject = {.pronoun = &find(pronouns, "we")}, .verb = &find(verbs, "go"), .past = true};
  goes.negated = true;
  goes.complement =
      PrepositionalPhrase{find(verbs, "go").prepositions.front(), phrase("the", {"old"}, "forest")};
  CHECK(english_statement(goes) == "we did not go into the old forest");
  CHECK(german(goes, VerbPosition::second) == "wir sind nicht in den alten wald gegangen");

  Clause tired{.subject = {.pronoun = &find(pronouns, "i")}, .verb = &be};
  tired.predicate = &find(adjectives, "tired");
  CHECK(english_question(tired) == "am i tired");
  CHECK(german(tired, VerbPosition::first) == "bin ich müde");

  Clause gives{.subject = {.pronoun = &find(pronouns, "you")}, .verb = &find(verbs, "give")};
  gives.receiver = NounPhrase{.pronoun = &find(pronouns, "he")};
  gives.object = phrase("a", {"red"}, "apple");
  CHECK(english_statement(gives) == "you give him a red apple");
  CHECK(german(gives, VerbPosition::second) == "du gibst ihm einen roten apfel");
}
