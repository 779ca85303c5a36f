// Makes up sentences: draws words that go together, and builds clauses, questions and pairs of
// clauses from them.
#pragma once

#include "tensor/random.h"
#include "tutorials/corpus/clause.h"

namespace heed::corpus {

struct Sentence {
  std::string construction;  // "statement", "reason", ...
  Pair text;
};

class Author {
 public:
  explicit Author(Rng& rng) : rng_(rng) {}
  Sentence write();  // at most 18 words in each language

 private:
  struct Limits {
    bool past;
    bool third_person = false;  // no "i", "you", "we" as the subject
    bool may_negate = true;
    bool modal = false;  // require a modal verb; otherwise a modal verb is optional
  };

  Sentence draft();
  Pair statement();  // the dog sleeps in the garden
  Pair fronted();    // maybe the dog sleeps: vielleicht schläft der hund
  Pair question();   // does the dog sleep ? where does the dog sleep ? who sleeps ?
  Pair reason();     // ... because / although the dog sleeps: , weil der hund schläft
  Pair condition();  // if the dog sleeps , ...: wenn der hund schläft , ...
  Pair report();     // he knows that the dog sleeps: er weiß , dass der hund schläft
  Pair both();       // ... and ...; ... , but ...

  Clause clause(const Verb& verb, const Limits& limits);
  NounPhrase subject(const Verb& verb, const Limits& limits, bool negated);
  NounPhrase object(const std::vector<Theme>& themes, const NounPhrase& subject, bool negated, bool receives);
  NounPhrase noun_phrase(const std::vector<Theme>& themes, bool definite, bool countable);

  const Verb& any_verb();    // any verb except those that report
  const Verb& doing_verb();  // the same without "be"
  template <class Accept>
  const Verb& verb_that(Accept accept);
  bool chance(double probability) { return rng_.uniform() < probability; }
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list.at(static_cast<std::size_t>(rng_.integer(static_cast<Index>(list.size()))));
  }

  Rng& rng_;
  std::vector<const Noun*> used_ = {};  // the nouns of this clause; none may occur twice
};

}  // namespace heed::corpus
