#include "nn/translate/gru_model.h"
#include "nn/translate/trainer.h"
#include "tensor/files/file.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/nn/translate/models.h"
#include "tests/temporary_folder.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;

namespace {

struct Data {
  EncodedPairs train, valid;
};

Data data() {
  Rng rng(1);
  return {random_pairs(19, rng), random_pairs(7, rng)};
}

Translator small_translator(Index hidden = 5) {
  Translator translator;
  WordCounts counts;
  for (const char* word : {"a", "b", "c", "d", "e"}) counts[word] = 1;
  translator.source = translator.target = Vocabulary::build(counts);
  const GRUModelOptions options{.source_words = 9,
                                .target_words = 9,
                                .embedding = 4,
                                .hidden = hidden,
                                .dropout = 0.2,
                                .teacher_forcing = 0.8};
  translator.model = std::make_unique<GRUModel>(options, *translator.rng);
  return translator;
}

// Trains from the start, or resumes, and returns how it ended.
TrainingEnd train(const std::string& directory, const TrainerOptions& options, bool resume,
                  std::vector<EpochReport>* reports = nullptr) {
  const Data pairs = data();
  Translator translator = small_translator();
  Trainer trainer(translator, pairs.train, pairs.valid, options);
  if (resume) trainer.resume(directory);
  return trainer.run(directory, [&](const EpochReport& report) {
    if (reports) reports->push_back(report);
  });
}

std::string model_in(const TemporaryFolder& folder) { return read_file(Translator::file_in(folder.path)); }
std::string state_in(const TemporaryFolder& folder) { return read_file(Trainer::state_file_in(folder.path)); }

}  // namespace

TEST_CASE("trainer: a run that is stopped after every step and resumed ends in the same bits", "[trainer]") {
  for (const std::string schedule : {"constant", "noam", "linear", "cosine", "plateau"}) {
    INFO(schedule);
    TrainerOptions options{.epochs = 4, .batch = 4, .learning_rate = 0.2, .schedule = schedule, .warmup = 3};
    const TemporaryFolder straight, stopped;
    std::vector<EpochReport> reports;
    CHECK(train(straight.path, options, false, &reports) == TrainingEnd::finished);
    if (schedule == "plateau") CHECK(reports.back().learning_rate < 0.2);  // it was halved at least once
    options.time_limit = 1e-9;
    int runs = 1;
    for (TrainingEnd end = train(stopped.path, options, false); end == TrainingEnd::time_limit; ++runs)
      end = train(stopped.path, options, true);
    CHECK(runs == 4 * 5 + 1);  // 19 pairs make 5 steps
    CHECK(model_in(straight) == model_in(stopped));
    CHECK(state_in(straight) == state_in(stopped));
  }
}

TEST_CASE("trainer: an interruption saves a state from which training continues", "[trainer]") {
  TrainerOptions options{.epochs = 2, .batch = 4};
  const TemporaryFolder straight, stopped;
  train(straight.path, options, false);
  const volatile std::sig_atomic_t interrupted = 1;
  options.interrupted = &interrupted;
  CHECK(train(stopped.path, options, false) == TrainingEnd::interrupted);
  CHECK_NOTHROW(Translator::load(stopped.path));  // there is a model even in the first epoch
  options.interrupted = nullptr;
  CHECK(train(stopped.path, options, true) == TrainingEnd::finished);
  CHECK(model_in(straight) == model_in(stopped));
}

TEST_CASE("trainer: the same seed gives the same bits, and a run with more epochs continues a shorter one",
          "[trainer]") {
  TrainerOptions options{.epochs = 3, .batch = 4};
  const TemporaryFolder one, two;
  train(one.path, options, false);
  options.epochs = 1;
  train(two.path, options, false);
  options.epochs = 3;
  CHECK(train(two.path, options, true) == TrainingEnd::finished);
  CHECK(model_in(one) == model_in(two));
}

TEST_CASE("trainer: training stops when validation no longer improves, and the best model is kept",
          "[trainer]") {
  // Random pairs cannot be learned: at some point, fitting the training pairs makes validation worse.
  TrainerOptions options{.epochs = 200, .batch = 4, .learning_rate = 0.03, .patience = 3};
  const TemporaryFolder folder, until_best;
  std::vector<EpochReport> reports;
  REQUIRE(train(folder.path, options, false, &reports) == TrainingEnd::no_improvement);
  Index best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (const EpochReport& report : reports) {
    CHECK(report.best == (report.valid_loss < least));
    if (report.best) best = report.epoch;
    least = std::min(least, report.valid_loss);
  }
  CHECK(static_cast<Index>(reports.size()) == best + 3);
  CHECK(train(folder.path, options, true) == TrainingEnd::no_improvement);  // immediately
  options.epochs = best;
  train(until_best.path, options, false);
  CHECK(model_in(folder) == model_in(until_best));
}

TEST_CASE("trainer: training lowers the loss and reports it", "[trainer]") {
  const Data pairs = data();
  Translator translator = small_translator(16);
  Trainer trainer(translator, pairs.train, pairs.train, {.epochs = 60, .batch = 5, .learning_rate = 0.02});
  const TemporaryFolder folder;
  std::vector<EpochReport> reports;
  trainer.run(folder.path, [&](const EpochReport& report) { reports.push_back(report); });
  REQUIRE(reports.size() == 60);
  CHECK(reports.back().valid_loss < reports.front().valid_loss - 0.5);
  CHECK(reports.back().valid_accuracy > reports.front().valid_accuracy);
  CHECK(trainer.best_loss() <= reports.back().valid_loss);
  CHECK(reports[9].learning_rate == 0.02);
  CHECK(reports[9].gradient_norm > 0);
}

TEST_CASE("trainer: the validation loss is the mean over the words, for any batch size", "[trainer]") {
  std::vector<double> losses;
  for (const Index batch : {1, 3, 19}) {
    const Data pairs = data();
    Translator translator = small_translator();
    // The learning rate is too small to change the model: only the batches of the validation differ.
    Trainer trainer(translator, pairs.train, pairs.valid,
                    {.epochs = 1, .batch = batch, .learning_rate = 1e-30});
    const TemporaryFolder folder;
    trainer.run(folder.path, [&](const EpochReport& report) { losses.push_back(report.valid_loss); });
  }
  // About fifty losses of about 2, each within a few dozen roundings.
  const double tolerance = 100 * std::numeric_limits<Scalar>::epsilon();
  CHECK(std::abs(losses[1] - losses[0]) <= tolerance * losses[0]);
  CHECK(std::abs(losses[2] - losses[0]) <= tolerance * losses[0]);
}

TEST_CASE("trainer: training that diverges is an error and saves nothing", "[trainer]") {
  const TemporaryFolder folder;
  TrainerOptions options{.epochs = 20, .batch = 4};
  train(folder.path, options, false);
  const std::string before = model_in(folder);
  options.learning_rate = 1e30;
  options.clip = 0;
  CHECK_THAT(error_of([&] { train(folder.path, options, false); }),
             Catch::Contains("training has diverged") && Catch::Contains("smaller learning rate"));
  CHECK(model_in(folder) == before);
}

TEST_CASE("trainer: a state of a different model or corpus is not resumed", "[trainer]") {
  const TemporaryFolder folder;
  TrainerOptions options{.epochs = 1, .batch = 4};
  CHECK_THAT(error_of([&] { train(folder.path, options, true); }), Catch::Contains("No such file"));
  train(folder.path, options, false);
  options.batch = 5;
  CHECK_THAT(error_of([&] { train(folder.path, options, true); }),
             Catch::Contains("it was trained on 19 pairs in batches of 4, not on 19 in batches of 5"));
  const Data pairs = data();
  Translator larger = small_translator(6);
  Trainer trainer(larger, pairs.train, pairs.valid, {.epochs = 1, .batch = 4});
  CHECK_THAT(error_of([&] { trainer.resume(folder.path); }),
             Catch::Contains("its hidden differs from the requested value, 5 instead of 6"));
  const std::string whole = state_in(folder);
  options.batch = 4;
  for (std::size_t size = 0; size < whole.size(); size += 997) {
    write_file(Trainer::state_file_in(folder.path), {std::string_view(whole).substr(0, size)});
    CHECK(error_of([&] { train(folder.path, options, true); }) != "");
  }
}
