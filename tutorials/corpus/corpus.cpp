#include "tutorials/corpus/corpus.h"

#include "tutorials/corpus/author.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace heed::corpus {
namespace {

constexpr std::size_t drawn_freely = 6000, held_out_pairs = 300;
constexpr int draws_for_rare_words = 100000, often_enough = 25;

const Sentence fox{
    "statement",
    {"the quick brown fox jumps over the lazy dog", "der schnelle braune fuchs springt über den faulen hund",
     "0-0 1-1 2-2 3-3 4-4 5-5 6-6 7-7 8-8"}};

// Collects pairs, no sentence of either language twice, and counts how often each word occurs: in
// all pairs, and in each construction.
class Collection {
 public:
  std::vector<Pair> pairs;

  bool has(const Pair& pair) const {
    return english_.contains(pair.english) || german_.contains(pair.german);
  }

  void add(const Sentence& sentence) {
    pairs.push_back(sentence.text);
    english_.insert(sentence.text.english);
    german_.insert(sentence.text.german);
    for (const std::string& word : words(sentence.text)) {
      ++count_[word];
      ++count_[sentence.construction + " " + word];
    }
  }

  // Returns how often the sentence's rarest word has occurred so far, anywhere or
  // in this construction.
  int rarest(const Sentence& sentence) const { return minimum(sentence, ""); }
  int rarest_here(const Sentence& sentence) const { return minimum(sentence, sentence.construction + " "); }

 private:
  static std::set<std::string> words(const Pair& pair) {
    std::set<std::string> result;
    std::istringstream english(pair.english), german(pair.german);
    for (std::string word; english >> word;) result.insert("english " + word);
    for (std::string word; german >> word;) result.insert("german " + word);
    return result;
  }

  int minimum(const Sentence& sentence, const std::string& where) const {
    int result = often_enough;
    for (const std::string& word : words(sentence.text)) {
      const auto found = count_.find(where + word);
      result = std::min(result, found == count_.end() ? 0 : found->second);
    }
    return result;
  }

  std::set<std::string> english_, german_;
  std::map<std::string, int> count_;
};

}  // namespace

Corpus make_corpus(std::uint64_t seed) {
  Rng rng(seed);
  Author author(rng);
  Collection training, held_out;
  training.add(fox);
  while (training.pairs.size() < drawn_freely) {
    const Sentence sentence = author.write();
    if (!training.has(sentence.text)) training.add(sentence);
  }
  // The words occur very unevenly, so from here on only sentences with a rare word are taken.
  for (int draw = 0; draw < draws_for_rare_words; ++draw) {
    const Sentence sentence = author.write();
    if (training.rarest(sentence) < often_enough && !training.has(sentence.text)) training.add(sentence);
  }
  // The evaluation needs new sentences, made of words that are known in the same construction.
  while (held_out.pairs.size() < held_out_pairs) {
    const Sentence sentence = author.write();
    if (training.rarest_here(sentence) == 0 || training.has(sentence.text)) continue;
    if (!held_out.has(sentence.text)) held_out.add(sentence);
  }
  return {training.pairs, held_out.pairs};
}

}  // namespace heed::corpus
