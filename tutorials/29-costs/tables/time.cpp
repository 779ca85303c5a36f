// The study of lesson 29: how long a word takes, in training and in writing.
#include "autograd/operations/cross_entropy.h"
#include "nn/optim/optimizer.h"
#include "tensor/ground/stopwatch.h"
#include "tensor/ground/work.h"
#include "tutorials/29-costs/language.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

constexpr Index words = 240, context = 64, batch = 16, steps = 20;

std::vector<double> run(const std::string& row, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  const GPT model(gpt_of_size(std::stol(row), words, context), rng);
  TokenMatrix tokens(batch, context);
  for (Token& token : tokens.ids) token = static_cast<Token>(rng.integer(words));
  Adam adam(model.parameters(), 1e-3);
  const auto step = [&] {
    adam.zero_grad();
    cross_entropy(model.logits(tokens), tokens).backward();
    adam.step();
  };
  step();  // the first step asks the system for memory
  const Index before = multiply_adds();
  const Stopwatch training;
  for (Index i = 0; i < steps; ++i) step();
  const double seconds = training.seconds(), trained = static_cast<double>(steps * batch * context);
  const double work = static_cast<double>(multiply_adds() - before);
  const NoGrad guard;
  const Stopwatch writing;
  for (Index text = 0; text < steps; ++text) {
    GPTMemory memory;
    for (Index i = 0; i < context; ++i) model.step({tokens(0, i)}, memory);
  }
  const double written = static_cast<double>(steps * context);
  return {static_cast<double>(model.parameter_count()), work / trained / 1e6, 1e6 * seconds / trained,
          work / seconds / 1e9, 1e6 * writing.seconds() / written};
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<StudyColumn> columns{{"parameters", 0},
                                         {"million multiply-adds for a trained word", 4},
                                         {"time for it, µs", 1, StudyColumn::time},
                                         {"billion multiply-adds per second", 1, StudyColumn::time},
                                         {"time for a written word, µs", 1, StudyColumn::time}};
  const Study study{.what = "texts of 64 words, 16 in a step; writing one text at a time",
                    .rows_are = "d",
                    .rows = {"16", "64", "128", "256", "512"},
                    .seeds = {1, 2, 3},
                    .columns = columns,
                    .checked = {{"16", 1}},
                    .relative = 0.001};
  return run_study(study, run, count, arguments);
}
