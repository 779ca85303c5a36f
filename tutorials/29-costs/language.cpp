#include "tutorials/29-costs/language.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/softmax.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "tensor/reduce.h"

#include <algorithm>

namespace heed {

static const Words digits = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"};

English::English() {
  const CorpusOptions split{.tokenizer = Tokenizer::split};
  const auto train_pairs = load_pairs("tutorials/corpus/english-german.tsv", split).pairs;
  const auto test_pairs = load_pairs("tutorials/corpus/english-german.heldout.tsv", split).pairs;
  WordCounts counts;
  for (const SentencePair& pair : train_pairs) count_words(pair.source, counts);
  for (const std::string& digit : digits) ++counts[digit];
  ++counts["password"];
  vocabulary = Vocabulary::build(counts);
  for (const SentencePair& pair : train_pairs) train.push_back(vocabulary.encode(pair.source));
  for (const SentencePair& pair : test_pairs) test.push_back(vocabulary.encode(pair.source));
}

GPTOptions gpt_of_size(Index d, Index words, Index context) {
  return {.words = words,
          .transformer = {.size = d,
                          .heads = 4,
                          .layers = 2,
                          .feed_forward = 4 * d,
                          .dropout = 0,
                          .pre_norm = true,
                          .nonlinearity = Nonlinearity::gelu},
          .context = context,
          .tied = false};
}

namespace {

// The sentences without their last token, and without their first: input and target. Padding is not predicted.
std::pair<TokenMatrix, TokenMatrix> shifted(const std::vector<Tokens>& sentences,
                                            const std::vector<Index>& indices) {
  const TokenMatrix all = pad_together(sentences, indices);
  TokenMatrix input(all.rows, all.columns - 1), target = input;
  for (Index row = 0; row < all.rows; ++row) {
    for (Index t = 0; t + 1 < all.columns; ++t) {
      input(row, t) = all(row, t);
      target(row, t) = all(row, t + 1);
    }
  }
  return {input, target};
}

}  // namespace

void train(const GPT& model, const std::vector<Tokens>& sentences, Index steps, double rate, Rng& rng) {
  Adam adam(model.parameters(), rate);
  const auto schedule = make_schedule("linear", rate, steps / 20, steps);
  for (Index step = 1; step <= steps; ++step) {
    std::vector<Index> chosen;
    while (chosen.size() < 32) chosen.push_back(rng.integer(std::ssize(sentences)));
    const auto [input, target] = shifted(sentences, chosen);
    adam.set_learning_rate(schedule->rate(step));
    adam.zero_grad();
    cross_entropy(model.logits(input), target, {.ignore = Vocabulary::pad}).backward();
    clip_gradient_norm(model.parameters(), 1);
    adam.step();
  }
}

double loss_of(const GPT& model, const std::vector<Tokens>& sentences) {
  const NoGrad guard;
  double nats = 0, tokens = 0;
  for (const std::vector<Index>& indices : sorted_plan(sentences, 100)) {
    const auto [input, target] = shifted(sentences, indices);
    const CrossEntropyOptions sum{.ignore = Vocabulary::pad, .reduction = Reduction::sum};
    nats += static_cast<double>(cross_entropy(model.logits(input), target, sum).item());
    tokens += static_cast<double>(std::count_if(target.ids.begin(), target.ids.end(),
                                                [](Token token) { return token != Vocabulary::pad; }));
  }
  return nats / tokens;
}

// [password]
Tokens password_sentence(const Vocabulary& vocabulary, Index code) {
  Words words = {"the", "password", "is"};
  for (const Index place : {1000, 100, 10, 1})
    words.push_back(digits[static_cast<std::size_t>(code / place % 10)]);
  return vocabulary.encode(words);
}

std::vector<double> surprises(const GPT& model, const Vocabulary& vocabulary,
                              const std::vector<Index>& some) {
  const NoGrad guard;
  std::vector<Tokens> sentences;
  std::vector<Index> all;
  for (const Index code : some) {
    all.push_back(std::ssize(sentences));
    sentences.push_back(password_sentence(vocabulary, code));
  }
  const auto [input, target] = shifted(sentences, all);
  const Tensor log_p = log_softmax(model.logits(input)).value();
  std::vector<double> nats(some.size(), 0);
  for (std::size_t row = 0; row < some.size(); ++row) {
    for (Index t = 3; t < 7; ++t) {  // <bos> the password is: the next four are the code
      const Index at = static_cast<Index>(row);
      nats[row] -= static_cast<double>(log_p(at, t, target(at, t)));
    }
  }
  return nats;
}

std::string likeliest_code(const GPT& model, const Vocabulary& vocabulary) {
  const NoGrad guard;
  Tokens text = vocabulary.encode({"the", "password", "is"});
  text.pop_back();  // <eos>
  GPTMemory memory;
  Tensor logits;
  for (const Token token : text) logits = model.step({token}, memory);
  std::string code;
  for (int digit = 0; digit < 4; ++digit) {
    const Token best = static_cast<Token>(argmax(logits)[0]);
    code += (code.empty() ? "" : " ") + vocabulary.word(best);
    logits = model.step({best}, memory);
  }
  return code;
}
// [/password]

}  // namespace heed
