// The study of lesson 16: the classifiers again, each with a pretraining of its own. A seed is the seed of the
// pretraining, of the chosen labels and of the matrix on top.
#include "tutorials/16-bert/task.h"
#include "tutorials/study.h"

#include <memory>

using namespace heed;

namespace {

std::vector<double> run(const English& english, const std::string& start, Index seed) {
  const Rng rng(static_cast<std::uint64_t>(seed));
  std::unique_ptr<MaskedModel> pretrained;
  if (start != "from scratch") {
    Rng numbers = rng, draws = rng;
    pretrained = std::make_unique<MaskedModel>(english.words(), Sight::both_sides, numbers);
    const Masking masking = start == "80/10/10" ? Masking{} : Masking{.hidden = 1, .random = 0};
    pretrain(*pretrained, english.train.sentences, masking, pretraining_epochs, english.mask, draws);
  }
  std::vector<double> right;
  for (const Index labels : {20, 200, 2000}) {
    right.push_back(100 * classify(english, labels, rng, pretrained.get()));
  }
  return right;
}

}  // namespace

int main(int count, char** arguments) {
  const English english;
  const std::vector<StudyColumn> columns{{"20 labels, %", 1}, {"200 labels, %", 1}, {"2000 labels, %", 1}};
  const Study study{.what = "the right tense, from scratch and from six pretrainings",
                    .rows_are = "the reader starts",
                    .rows = {"from scratch", "80/10/10", "[MASK] only"},
                    .seeds = {1, 2, 3},
                    .columns = columns,
                    .checked = {{"from scratch", 1}},
                    .absolute = 12};
  return run_study(
      study, [&](const std::string& start, Index seed) { return run(english, start, seed); }, count,
      arguments);
}
