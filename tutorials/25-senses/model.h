// The models of lesson 25: each answers a question about a picture.
#pragma once

#include "nn/attention/scores.h"
#include "nn/convolution_layers.h"
#include "nn/recurrent/gru.h"
#include "nn/transformer/positions.h"
#include "tutorials/25-senses/scenes.h"

#include <functional>
#include <memory>

namespace heed {

// [batch]
struct QuestionBatch {
  Tensor pictures;             // (batch, 3, height, width)
  TokenMatrix words;           // (batch, words): <bos>, the words, <eos>, padded
  std::vector<Index> lengths;  // (batch)
  TokenMatrix answers;         // (batch, 1)
};
// [/batch]
QuestionBatch batch_of(const std::vector<Example>& examples, const std::vector<Index>& indices);

class Viewer : public Module {
 public:
  // The scores of all answers, (batch, answers)
  virtual Variable operator()(const QuestionBatch& batch) const = 0;
};

// [concatenating]
// Without attention: a convolution makes one vector of the picture, a GRU one of the question, and a network answers from
// the two side by side.
class Concatenating : public Viewer {
 public:
  Concatenating(Index channels, Index size, Rng& rng);
  Variable operator()(const QuestionBatch& batch) const override;

 private:
  Child<Conv2d> first_, second_;
  Child<Linear> picture_;
  Child<Embedding> embedding_;
  Child<GRU> question_;
  Child<Linear> hidden_, output_;
};
// [/concatenating]

// [attending]
struct AttendingOptions {
  Index patch = 8;  // pixels along each side of a patch
  Index size = 48;
  Index reads = 2;        // how often the question reads the picture
  bool attention = true;  // without: each read gets the mean of the patches
};

// With attention: a GRU makes a query of the question, and the query reads the patches of the picture. What it has read is
// added to it, and it reads again (Yang and others, 2016, "Stacked Attention Networks").
class Attending : public Viewer {
 public:
  Attending(const AttendingOptions& options, Rng& rng);
  Variable operator()(const QuestionBatch& batch) const override { return read(batch).scores; }

  struct Reading {
    Variable scores;
    std::vector<Variable> weights;  // of each read, (batch, 1, patches); none without attention
  };
  Reading read(const QuestionBatch& batch) const;

 private:
  AttendingOptions options_;
  Child<Linear> patch_;
  Child<Positions> places_;
  Child<FeedForward> see_;
  Child<Embedding> embedding_;
  Child<GRU> question_;
  Children<AdditiveAttention> attention_{*this, "attention"};
  Child<Linear> hidden_, output_;
};
// [/attending]

struct ViewerTraining {
  Index epochs = 16, batch_size = 64;
  double rate = 3e-3;
};
void train(Viewer& viewer, const std::vector<Example>& examples, const ViewerTraining& training, Rng& rng,
           const std::function<void(Index, Index)>& progress = {});
std::vector<Token> answer_all(Viewer& viewer, const std::vector<Example>& examples);

// The weights of each read of one example, one for each patch.
std::vector<std::vector<double>> weights_of(Attending& viewer, const Example& example);

}  // namespace heed
