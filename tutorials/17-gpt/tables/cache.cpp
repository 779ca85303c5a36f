// A study of lesson 17: the time for the next token after so many tokens, with memory and without.
#include "tensor/ground/stopwatch.h"
#include "tensor/views.h"
#include "tutorials/17-gpt/model.h"
#include "tutorials/study.h"

#include <algorithm>

using namespace heed;

namespace {

std::vector<double> run(const std::string& row, Index seed) {
  const Index n = std::stoll(row);
  Rng rng(static_cast<std::uint64_t>(seed));
  const GPT model(small_gpt(27, n + 1), rng);
  TokenMatrix text(1, n);
  for (Token& token : text.ids) token = static_cast<Token>(rng.integer(27));
  const NoGrad guard;
  std::vector<double> with, without;
  for (int round = 0; round < 5; ++round) {
    GPTMemory memory;
    model.logits(text, memory);
    Stopwatch stopwatch;
    model.step({1}, memory);
    with.push_back(1e6 * stopwatch.seconds());
    stopwatch = Stopwatch();
    model.logits(text);
    without.push_back(1e6 * stopwatch.seconds());
  }
  std::sort(with.begin(), with.end());
  std::sort(without.begin(), without.end());
  return {with[2], without[2], without[2] / with[2]};
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<StudyColumn> columns{{"with memory, µs", 0, StudyColumn::time},
                                         {"without, µs", 0, StudyColumn::time},
                                         {"times as long", 0, StudyColumn::time}};
  const Study study{.what = "time for the next token, the median of five",
                    .rows_are = "tokens so far",
                    .rows = {"16", "64", "256", "1024", "4096"},
                    .seeds = {1},
                    .columns = columns,
                    .checked = {{"16", 1}}};
  return run_study(study, run, count, arguments);
}
