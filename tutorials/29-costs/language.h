// The language models of lesson 29: a GPT of any size on the English sentences of our corpus.
#pragma once

#include "nn/text/batches.h"
#include "nn/transformer/gpt.h"

#include <string>
#include <vector>

namespace heed {

// The vocabulary has the words of the corpus, and those of the password sentences below.
struct English {
  English();
  Vocabulary vocabulary;
  std::vector<Tokens> train, test;  // <bos> ... <eos>
};

// A GPT with vectors of size d, two layers, four heads, a feed-forward of 4 d, and an output of its own.
GPTOptions gpt_of_size(Index d, Index words, Index context);

// Trains on random sentences, 32 in each step; the learning rate falls to 0.
void train(const GPT& model, const std::vector<Tokens>& sentences, Index steps, double rate, Rng& rng);
// The mean loss of all next words, in nats.
double loss_of(const GPT& model, const std::vector<Tokens>& sentences);
// [password]
// "the password is three nine zero four": 10,000 codes of four digits.
constexpr Index codes = 10000;
Tokens password_sentence(const Vocabulary& vocabulary, Index code);
// -ln p(code | the password is) of each of these codes.
std::vector<double> surprises(const GPT& model, const Vocabulary& vocabulary, const std::vector<Index>& some);
// What the model writes after "the password is": four times the likeliest word.
std::string likeliest_code(const GPT& model, const Vocabulary& vocabulary);
// [/password]

}  // namespace heed
