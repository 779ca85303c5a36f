// The study of lesson 25: five models on the same 20,000 questions, three seeds.
#include "tutorials/25-senses/model.h"
#include "tutorials/study.h"

#include <memory>

using namespace heed;

namespace {

struct Data {
  Data() {
    Rng rng(25);
    train = make_examples(20000, rng);
    test = make_examples(1000, rng);
  }
  std::vector<Example> train, test;
};

std::unique_ptr<Viewer> make(const std::string& name, Rng& rng) {
  if (name == "convolution") return std::make_unique<Concatenating>(10, 40, rng);
  AttendingOptions options;
  options.attention = name != "mean of the patches";
  if (name == "one read") options.reads = 1;
  if (name == "three reads") options.reads = 3;
  return std::make_unique<Attending>(options, rng);
}

std::vector<double> run(const Data& data, const std::string& name, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  const std::unique_ptr<Viewer> viewer = make(name, rng);
  train(*viewer, data.train, {}, rng);
  const std::vector<Token> given = answer_all(*viewer, data.test);
  std::vector<double> right(kinds().size() + 1, 0), total = right;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Question& question = data.test[i].question;
    for (const std::size_t at : {std::size_t{0}, 1 + static_cast<std::size_t>(question.kind)}) {
      right[at] += given[i] == answer_number(question.answer) ? 100 : 0;
      ++total[at];
    }
  }
  for (std::size_t i = 0; i < right.size(); ++i) right[i] /= total[i];
  right.insert(right.begin(), static_cast<double>(viewer->parameter_count()));
  return right;
}

}  // namespace

int main(int count, char** arguments) {
  const Data data;
  std::vector<StudyColumn> columns{{"parameters", 0}, {"all, %", 1}};
  for (const auto& [kind, name] : kinds()) columns.push_back({name + ", %", 1});
  const Study study{.what = "answers to questions about pictures, five models, the same 20,000 examples",
                    .rows_are = "model",
                    .rows = {"convolution", "mean of the patches", "one read", "two reads", "three reads"},
                    .seeds = {1, 2, 3},
                    .columns = columns,
                    .checked = {{"mean of the patches", 1}},
                    .absolute = 8};
  return run_study(
      study, [&](const std::string& name, Index seed) { return run(data, name, seed); }, count, arguments);
}
