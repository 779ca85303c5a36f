// A toy dialogue. First three facts, who has what: "mia ball . leo cup . tom hat ." Then turns: the reader says a name, "leo",
// and the model answers what this person has, "cup ."
#pragma once

#include "nn/text/batches.h"
#include "tutorials/17-gpt/model.h"

#include <string>
#include <vector>

namespace heed {

struct Dialogue {
  std::string facts;
  std::vector<std::string> questions, answers;  // one of each for each turn

  std::string until(std::size_t turn) const;  // the text that ends with the question of this turn
  std::string whole() const;
};

Dialogue make_dialogue(Rng& rng);
Vocabulary dialogue_words();
Tokens dialogue_tokens(const std::string& text, const Vocabulary& words);  // without <eos>

// Keeps the answers as targets, and no other word: nobody can know which facts come next.
void choose_answers(Shifted& batch);

// Trains until the loss of the answers is below 0.05 on average over 50 steps, but at least `least` and at most 3,000 steps.
// Returns the steps.
Index train_dialogues(const GPT& model, const Vocabulary& words, Rng& rng, Index least,
                      const std::function<void(Index step, double loss)>& watch);
GPTOptions dialogue_gpt(const Vocabulary& words, Index heads = 1);

// The share of questions of `count` new dialogues that the model answers correctly.
double answered(const GPT& model, const Vocabulary& words, Index count);

}  // namespace heed
