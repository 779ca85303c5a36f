// A study of lesson 17: the model of microGPT, and models a hundred times as large, on the lesson's names.
#include "tensor/ground/stopwatch.h"
#include "tutorials/17-gpt/model.h"
#include "tutorials/17-gpt/names.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

std::vector<double> run(const std::string& row, Index seed) {
  const Names names;
  GPTOptions options = micro_gpt();
  Training how{.steps = 1000};
  if (row != "microGPT, one name a step") {
    options.transformer.size = 128;
    options.transformer.feed_forward = 512;
    options.transformer.layers = 2;
    how.learning_rate = 0.001;
    how.batch = row == "a hundred times as large, one name a step" ? 1 : 32;
  }
  Rng rng(static_cast<std::uint64_t>(seed));
  const GPT model(options, rng);
  const Stopwatch stopwatch;
  train(model, tokens_of(names.train), how, rng);
  const double seconds = stopwatch.seconds();
  return {static_cast<double>(model.parameter_count()), loss_of(model, tokens_of(names.test)), seconds};
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<StudyColumn> columns{
      {"parameters", 0}, {"loss on new names, nats", 3}, {"time, s", 2, StudyColumn::time}};
  const Study study{.what = "a thousand steps on names",
                    .rows_are = "model",
                    .rows = {"microGPT, one name a step", "a hundred times as large, one name a step",
                             "a hundred times as large, 32 names a step"},
                    .seeds = {1, 2, 3},
                    .columns = columns,
                    .checked = {{"microGPT, one name a step", 1}},
                    .relative = 0.03};
  return run_study(study, run, count, arguments);
}
