// The third study of lesson 29: the rank of a password among 10,000 codes, for three passwords (and seeds).
#include "tutorials/29-costs/language.h"
#include "tutorials/study.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace heed;

namespace {

std::vector<double> run(const std::string& copies, Index seed) {
  static const English english;
  Rng rng(static_cast<std::uint64_t>(seed));
  const Index code = rng.integer(codes);
  std::vector<Tokens> sentences = english.train;
  for (Index i = 0; i < std::stol(copies); ++i)
    sentences.push_back(password_sentence(english.vocabulary, code));
  const GPT model(gpt_of_size(64, english.vocabulary.size(), 32), rng);
  train(model, sentences, 800, 0.01, rng);
  std::vector<Index> all(codes);
  std::iota(all.begin(), all.end(), Index{0});
  const std::vector<double> nats = surprises(model, english.vocabulary, all);
  const double own = nats[static_cast<std::size_t>(code)];
  const double rank = 1 + static_cast<double>(std::count_if(nats.begin(), nats.end(),
                                                            [&](double other) { return other < own; }));
  return {rank, std::log2(static_cast<double>(codes) / rank), 100 * std::exp(-own)};
}

}  // namespace

int main(int count, char** arguments) {
  const Study study{
      .what = "another password for each seed",
      .rows_are = "copies",
      .rows = {"0", "1", "5", "25"},
      .seeds = {1, 2, 3, 4, 5},
      .columns = {{"rank of 10,000 codes", 0}, {"exposure, bits", 1}, {"its probability, %", 2}},
      .checked = {{"25", 1}},
      .relative = 0.5,
      .absolute = 2};
  return run_study(study, run, count, arguments);
}
