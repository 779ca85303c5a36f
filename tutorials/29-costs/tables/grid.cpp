// The second study of lesson 29: the loss of new sentences for five sizes and six lengths of training.
#include "tutorials/29-costs/language.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

std::vector<double> run(const std::string& d, Index seed) {
  static const English english;
  std::vector<double> losses;
  for (const Index steps : {50, 100, 200, 400, 800, 1600}) {
    Rng rng(static_cast<std::uint64_t>(seed));
    const GPT model(gpt_of_size(std::stol(d), english.vocabulary.size(), 32), rng);
    train(model, english.train, steps, 0.01, rng);
    losses.push_back(loss_of(model, english.test));
  }
  return losses;
}

}  // namespace

int main(int count, char** arguments) {
  const Study study{
      .what = "loss of new sentences, by size and by steps of 32 sentences, learning rate 0.01",
      .rows_are = "d",
      .rows = {"8", "12", "16", "24", "32"},
      .seeds = {1, 2, 3},
      .columns = {{"50 steps", 2}, {"100", 2}, {"200", 2}, {"400", 2}, {"800", 2}, {"1,600", 2}},
      .checked = {{"8", 1}},
      .relative = 0.05};
  return run_study(study, run, count, arguments);
}
