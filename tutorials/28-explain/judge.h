// The judges of lesson 28: each reads a review and says good or bad. All have weights that can be taken for an explanation.
#pragma once

#include "nn/attention/pooling.h"
#include "nn/recurrent/lstm.h"
#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tutorials/28-explain/votes.h"

#include <functional>
#include <memory>

namespace heed {

// [judge]
// Attention over the words themselves, or over the states of an LSTM that has read them.
enum class Reading { words, lstm };
// Learned by attention, equal for all words, or given from outside.
enum class Weights { learned, equal, given };

class Judge : public Module {
 public:
  Judge(Reading reading, Weights kind, Rng& rng);

  struct Verdict {
    Variable embedded;  // (batch, time, size): the vectors of the words, a leaf when asked to study them
    Variable states;    // (batch, time, size): what is pooled
    Variable weights;   // (batch, time)
    Variable scores;    // (batch, 2): bad, good
  };
  // `given` (batch, time) has the weights, if they come from outside. With `study`, `embedded` is a leaf and gets a gradient.
  Verdict operator()(const std::vector<Tokens>& reviews, const Tensor& given = {}, bool study = false) const;
  // The scores of these states, (..., size) -> (..., 2).
  Variable score(const Variable& states) const { return output_(states); }

  Weights kind;  // may be changed after training, to see what happens

 private:
  Child<Embedding> embedding_;
  std::unique_ptr<Child<LSTM>> lstm_;
  Child<AttentionPooling> attention_;
  Child<Linear> output_;
};
// [/judge]

using GivenWeights = std::vector<std::vector<double>>;  // for each review, one weight for each word

void train(Judge& judge, const std::vector<Review>& reviews, Rng& rng, const GivenWeights& given = {});
// For each review, score of good minus score of bad.
std::vector<double> margins(Judge& judge, const std::vector<Review>& reviews, const GivenWeights& given = {});
double share_right(const std::vector<double>& margins, const std::vector<Review>& reviews);
GivenWeights weights_of(Judge& judge, const std::vector<Review>& reviews);

// [explanations]
// Two other explanations. |gradient × input|: how fast the margin changes if the word's vector grows a little.
std::vector<double> gradient_times_input(Judge& judge, const Review& review);
// |change of the margin| when the word is left out.
std::vector<double> leave_one_out(Judge& judge, const Review& review);
// [/explanations]

// Other weights with exactly the same output: as much as possible on words with little weight.
std::vector<double> adversarial_weights(Judge& judge, const Review& review);

// A Transformer of two layers with four heads; <bos> collects the verdict.
class HeadJudge : public Module {
 public:
  explicit HeadJudge(Rng& rng);
  Variable operator()(const std::vector<Tokens>& reviews) const;  // (batch, 2)
  // Sets what a head hands on to 0, or back.
  void remove_head(Index layer, Index head);

 private:
  Child<Embedding> embedding_;
  Child<Positions> positions_;
  Child<Encoder> encoder_;
  Child<Linear> output_;
};
void train(HeadJudge& judge, const std::vector<Review>& reviews, Rng& rng);
double share_right(HeadJudge& judge, const std::vector<Review>& reviews);
// The weights of <bos> on the words, in the last layer, one list for each head.
std::vector<std::vector<double>> head_weights(HeadJudge& judge, const Review& review);

// How well two rankings agree: Kendall's tau-b (Kendall, 1945), from -1 to 1; 0 by chance. 0 also if one of them has only ties.
double kendall_tau(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace heed
