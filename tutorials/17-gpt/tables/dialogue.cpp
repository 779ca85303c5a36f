// A study of lesson 17: how long it takes until the model answers from its text, and with which heads.
#include "tutorials/17-gpt/dialogue.h"

#include "tutorials/study.h"

using namespace heed;

namespace {

std::vector<double> run(const std::string& row, Index seed) {
  const Vocabulary words = dialogue_words();
  Rng rng(static_cast<std::uint64_t>(seed));
  const GPT model(dialogue_gpt(words, row == "one head of 64" ? 1 : 4), rng);
  const Index steps = train_dialogues(model, words, rng, 0, [](Index, double) {});
  return {100 * answered(model, words, 200), static_cast<double>(steps)};
}

}  // namespace

int main(int count, char** arguments) {
  // The number of steps depends on the last digits, and so on the machine: it is kept, and not compared.
  const std::vector<StudyColumn> columns{{"answered, %", 1}, {"steps", 0, StudyColumn::time}};
  const Study study{
      .what = "dialogues, trained until the loss of the answers is below 0.05, at most 3,000 steps",
      .rows_are = "heads of each layer",
      .rows = {"one head of 64", "four heads of 16"},
      .seeds = {1, 2, 3},
      .columns = columns,
      .checked = {{"one head of 64", 2}},
      .absolute = 10};
  return run_study(study, run, count, arguments);
}
