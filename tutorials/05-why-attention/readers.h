// Lesson 05: facts to read, questions about them, and readers that remember in different ways.
#pragma once

#include "nn/attention/scores.h"
#include "nn/layers.h"
#include "nn/recurrent/gru.h"

#include <functional>
#include <string>
#include <vector>

namespace heed {

constexpr Index animals = 64, colours = 8;

// [facts]
// A batch of texts. Fact i of a text says that animal(text, i) has colour(text, i). The animals of
// one text all differ.
struct Facts {
  TokenMatrix animal, colour;  // (batch, n)
};
// [/facts]
Facts random_facts(Index texts, Index n, Rng& rng);
// The first of the columns alone.
TokenMatrix first_column(const TokenMatrix& tokens);

// [memory]
// What a reader keeps of a text, and so what it can answer from.
enum class Memory {
  plain,       // the last state of an RNN
  gated,       // the last state of a GRU
  open,        // the same, but at first the GRU keeps nearly all of its state at every step
  facts,       // every fact: the reader looks again
  states,      // every state of a GRU: the reader looks again, too
  last_state,  // the last state of a GRU as the only key and value: broken on purpose
};
// [/memory]

class Reader : public Module {
 public:
  Reader(Memory memory, Rng& rng, Index size = 32);

  // One vector for each fact: the animal's embedding beside the colour's, (batch, n, 32).
  Variable read_facts(const Facts& facts) const;
  Variable read_questions(const TokenMatrix& asked) const { return animal(asked); }  // (batch, m, 16)
  // What is left after reading: (batch, 1, size) if it is one state, otherwise (batch, n, size).
  Variable remember(const Variable& facts) const;

  struct Answer {
    Variable scores;  // of each colour: (batch, m, colours)
    Tensor weights;   // (batch, m, n), if the reader looks again
  };
  Answer answer(const Variable& remembered, const Variable& questions) const;
  Answer operator()(const Facts& facts, const TokenMatrix& asked) const;

  bool looks_again() const { return memory_ >= Memory::facts; }

  static constexpr Index word = 16;
  Child<Embedding> animal, colour;
  std::unique_ptr<RNNCell> rnn;
  std::unique_ptr<GRU> gru;
  std::unique_ptr<Linear> query, key;
  Child<Linear> from_memory, from_question, output;

 private:
  Memory memory_;
  Index size_;
};

struct Training {
  Index max_facts;     // each batch has 1 to max_facts facts, or always max_facts if `only_first`
  bool only_first;     // the questions: only about the first fact, or about every fact
  Index steps, batch;  // training steps, texts in each
};

// Trains with Adam. The learning rate rises to `rate`, then falls to 0.
void train(const Reader& reader, const Training& training, double rate, std::uint64_t seed);

// How well a reader answers about texts that it has not seen.
struct Recall {
  std::vector<double> by_distance;  // the share of right answers about the last fact, the one before ...
  double all = 0;                   // the share of all right answers
  double weight = 0;                // the mean weight of the right fact, if the reader looks again
  double entropy = 0;               // the mean entropy of the weights, in nats
};
Recall recall(const Reader& reader, Index n, bool only_first = false, Index texts = 200);

// The recall of somebody who knows how often each colour occurred in a text, but not whose colour
// it was, and answers with the most frequent one.
double recall_of_colours_alone(Index n);

// The norm of the gradient of a question's loss with respect to the fact that it asks for, for facts
// 0, 1 ... n - 1 steps before the end; the mean over `repeats` texts for each.
std::vector<double> gradient_by_distance(const Reader& reader, Index n, Index repeats = 10);

}  // namespace heed
