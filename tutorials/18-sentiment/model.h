// The classifiers of lesson 18: what each word becomes (Reading), and how one vector comes from all words (Pool).
#pragma once

#include "nn/attention/pooling.h"
#include "nn/recurrent/lstm.h"
#include "tutorials/18-sentiment/reviews.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace heed {

// [kinds]
enum class Reading { words, lstm };              // a word's own vector, or the LSTM's state after the word
enum class Pool { last, mean, max, attention };  // last: the LSTM's final state

struct Kind {
  std::string name;
  Reading reading;
  Pool pool;
};
// [/kinds]
const std::vector<Kind>& kinds();

struct Sizes {
  Index embedding = 24, hidden = 24;
  double dropout = 0;
};

// What a batch of reviews leads to.
struct Verdicts {
  Variable scores;   // (batch, 2): bad, good
  Variable weights;  // (batch, time), with attention only
};

// [classifier]
class Classifier : public Module {
 public:
  Classifier(Index words, const Kind& kind, const Sizes& sizes, Rng& rng);
  // reviews (batch, time); lengths (batch): the number of words without padding
  Verdicts operator()(const TokenMatrix& reviews, const std::vector<Index>& lengths) const;

 private:
  Kind kind_;
  Child<Embedding> embedding_;
  Child<Dropout> dropout_;
  std::unique_ptr<Child<LSTM>> lstm_;
  std::unique_ptr<Child<AttentionPooling>> attention_;
  Child<Linear> output_;
};
// [/classifier]

struct Training {
  Index epochs = 12, batch_size = 32;
  double rate = 0.005;
};

// The number of words of each chosen review.
std::vector<Index> lengths_of(const Examples& examples, const std::vector<Index>& indices);

// Trains for one pass over the examples, in random order.
void train_epoch(Classifier& model, const Examples& examples, Index batch_size, class Optimizer& optimizer,
                 Rng& rng);
// Trains for some passes, with a learning rate that falls linearly.
void train(Classifier& model, const Examples& examples, const Training& training, Rng& rng,
           const std::function<void(Index, Index)>& progress = {});

// For each review: score of good minus score of bad; above 0, the verdict is good.
std::vector<double> margins(Classifier& model, const Examples& examples);
// How many verdicts are right; with `chosen`, of the chosen reviews only.
struct Right {
  Index right = 0, total = 0;
  double share() const { return static_cast<double>(right) / static_cast<double>(total); }
};
Right count_right(const std::vector<double>& margins, const std::vector<Token>& classes,
                  const std::function<bool(std::size_t)>& chosen = {});

}  // namespace heed
