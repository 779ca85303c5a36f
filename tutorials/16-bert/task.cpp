#include "tutorials/16-bert/task.h"

#include "tensor/reduce.h"

#include <algorithm>
#include <set>

namespace heed {

// [past]
// Every clause in the past contains one of these words, and no other clause does.
bool is_past(const Words& sentence) {
  static const std::set<std::string> forms = {
      "did",    "was",   "were",   "slept",    "worked", "waited", "went",   "jumped", "arrived",
      "saw",    "found", "bought", "ate",      "drank",  "opened", "closed", "picked", "invited",
      "called", "laid",  "helped", "followed", "gave",   "showed", "knew",   "said",   "believed"};
  return std::any_of(sentence.begin(), sentence.end(),
                     [](const std::string& word) { return forms.count(word); });
}
// [/past]

namespace {

Labelled labelled(const std::vector<SentencePair>& pairs, const Vocabulary& vocabulary) {
  Labelled result;
  for (const SentencePair& pair : pairs) {
    result.sentences.push_back(vocabulary.encode(pair.source));
    result.labels.push_back(is_past(pair.source));
  }
  return result;
}

}  // namespace

English::English() {
  Corpus corpus = load_pairs("tutorials/corpus/english-german.tsv", {.tokenizer = Tokenizer::split});
  Rng rng(16);
  const std::vector<SentencePair> held_out = hold_out(corpus, 0.14, rng);
  WordCounts counts;
  for (const SentencePair& pair : corpus.pairs) count_words(pair.source, counts);
  vocabulary = Vocabulary::build(counts);
  mask = static_cast<Token>(vocabulary.size());
  train = labelled(corpus.pairs, vocabulary);
  test = labelled(held_out, vocabulary);
}

TokenMatrix English::with_gap(const std::string& sentence) const {
  TokenMatrix result;
  result.ids = {Vocabulary::bos};
  for (const std::string& word : tokenize(sentence, Tokenizer::split)) {
    result.ids.push_back(word == "_" ? mask : vocabulary.token(word));
  }
  result.ids.push_back(Vocabulary::eos);
  result.rows = 1;
  result.columns = static_cast<Index>(result.ids.size());
  return result;
}

// [classify]
double classify(const English& english, Index count, Rng rng, const MaskedModel* pretrained) {
  Classifier model(english.words(), 2, rng);
  if (pretrained) model.reader->load_state_dict(pretrained->reader->state_dict());
  Labelled some;
  const std::vector<Index> order = rng.permutation(english.train.size());
  for (Index i = 0; i < count; ++i) {
    const std::size_t chosen = static_cast<std::size_t>(order[static_cast<std::size_t>(i)]);
    some.sentences.push_back(english.train.sentences[chosen]);
    some.labels.push_back(english.train.labels[chosen]);
  }
  finetune(model, some.sentences, some.labels, count <= 20 ? 60 : count <= 200 ? 120 : 300, rng);
  const NoGrad guard;
  Index right = 0;
  for (const std::vector<Index>& indices : sorted_plan(english.test.sentences, 100)) {
    const std::vector<Index> best = argmax(model(pad_together(english.test.sentences, indices)).value());
    for (std::size_t i = 0; i < indices.size(); ++i) {
      right += best[i] == english.test.labels[static_cast<std::size_t>(indices[i])];
    }
  }
  return static_cast<double>(right) / static_cast<double>(english.test.size());
}
// [/classify]

}  // namespace heed
