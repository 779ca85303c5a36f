// The log of a training run: its numbers, and that neither a stop nor damage to its files changes them.
#include "nn/training/run_log.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/nn/translate/models.h"
#include "tests/temporary_folder.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;

namespace {

Translator small_translator() { return std::move(small_translators()[1]); }

// Trains from the start or resumes, with a log or without, and returns the contents of the log.
show::TrainingRun train(const TemporaryFolder& folder, TrainerOptions options, bool resume,
                        bool logged = true) {
  Rng rng(1);
  const EncodedPairs pairs = random_pairs(19, rng), valid = random_pairs(7, rng);
  Translator translator = small_translator();
  RunLog log(folder.path, "a run", {{"setting", "value"}}, *translator.model, options.epochs);
  if (logged) options.watch = [&](const StepReport& report) { log.step(report); };
  TranslationTrainer trainer(translator, pairs, valid, options);
  if (resume) {
    trainer.resume(folder.path);
    log.resume(trainer.steps(), trainer.epochs());
  }
  trainer.run(folder.path, [&](const EpochReport& report) {
    if (logged) log.epoch(report, {{"source", "reference", heed::text("epoch ", report.epoch)}});
  });
  if (logged) log.end("the end");
  return log.run();
}

void check_same_run(const show::TrainingRun& one, const show::TrainingRun& other) {
  CHECK(one.layers == other.layers);
  REQUIRE(one.steps.size() == other.steps.size());
  for (std::size_t i = 0; i < one.steps.size(); ++i) {
    CHECK(one.steps[i].step == static_cast<Index>(i) + 1);
    CHECK(one.steps[i].step == other.steps[i].step);
    CHECK(one.steps[i].loss == other.steps[i].loss);
    CHECK(one.steps[i].learning_rate == other.steps[i].learning_rate);
  }
  REQUIRE(one.epochs.size() == other.epochs.size());
  for (std::size_t i = 0; i < one.epochs.size(); ++i) {
    CHECK(one.epochs[i].epoch == other.epochs[i].epoch);
    CHECK(one.epochs[i].training_loss == other.epochs[i].training_loss);
    CHECK(one.epochs[i].validation_loss == other.epochs[i].validation_loss);
    CHECK(one.epochs[i].gradient_norms == other.epochs[i].gradient_norms);
    CHECK(one.epochs[i].samples[0].produced == other.epochs[i].samples[0].produced);
  }
}

}  // namespace

TEST_CASE("run log: layer_of() finds the layer in a parameter's name", "[run_log]") {
  CHECK(layer_of("decoder.layers.1.self_attention.query.weight") == "decoder.layers.1");
  CHECK(layer_of("encoder.layers.10.norm.bias") == "encoder.layers.10");
  CHECK(layer_of("attention.query.weight") == "attention");
  CHECK(layer_of("output.weight") == "output");
  CHECK(layer_of("weight") == "weight");
}

TEST_CASE("run log: a layer's norm is the norm of all its parameters together, averaged over the steps",
          "[run_log]") {
  const TemporaryFolder folder;
  const Translator translator = small_translator();
  RunLog log(folder.path, "a run", {}, *translator.model, 1);
  const auto parameters = translator.model->named_parameters();
  const auto own = [&](const std::string& name) { return name.starts_with("readout."); };
  for (const double factor : {1.0, 3.0}) {
    std::vector<double> norms;
    for (const auto& [name, parameter] : parameters) norms.push_back(own(name) ? factor * 5 : 0);
    log.step({static_cast<Index>(factor), 1, 1, norms});
  }
  EpochReport report{};
  report.epoch = 1;
  report.scored = true;
  report.score = 12;
  log.epoch(report, {});
  const show::EpochRecord& epoch = log.run().epochs.at(0);
  for (std::size_t i = 0; i < log.run().layers.size(); ++i) {
    const double expected = log.run().layers[i] == "readout" ? 2 * std::sqrt(50.0) : 0;  // weight and bias
    CHECK(std::abs(epoch.gradient_norms[i] - expected) <= 1e-14 * expected);
  }
  CHECK(epoch.bleu == 12);
}

TEST_CASE("run log: a run that is stopped after every step and resumed has the log of a run without a stop",
          "[run_log]") {
  TrainerOptions options{.epochs = 3};
  const TemporaryFolder straight, stopped;
  const show::TrainingRun expected = train(straight, options, false);
  options.time_limit = 1e-9;
  show::TrainingRun run = train(stopped, options, false);
  for (int i = 0; i < 20 && run.steps.size() < expected.steps.size(); ++i)
    run = train(stopped, options, true);
  run = train(stopped, options, true);  // the end of the last epoch
  check_same_run(run, expected);
  CHECK_THAT(run.status, Catch::StartsWith("the end; ") && Catch::EndsWith(" s in all"));
}

TEST_CASE("run log: logging does not change training: the same bits", "[run_log]") {
  const TrainerOptions options{.epochs = 3};
  const TemporaryFolder with, without;
  train(with, options, false, true);
  train(without, options, false, false);
  CHECK(read_file(Trainer::state_file_in(with.path)) == read_file(Trainer::state_file_in(without.path)));
  CHECK(std::filesystem::exists(RunLog::page_in(with.path)));
  CHECK_FALSE(std::filesystem::exists(RunLog::page_in(without.path)));
}

TEST_CASE("run log: steps after the last saved state are done, and logged, again", "[run_log]") {
  TrainerOptions options{.epochs = 1};
  const TemporaryFolder straight, crashed;
  options.epochs = 3;
  const show::TrainingRun expected = train(straight, options, false);
  options.epochs = 1;
  train(crashed, options, false);
  // The state is from the first epoch, the log from the third.
  write_file(RunLog::file_in(crashed.path), {read_file(RunLog::file_in(straight.path))});
  options.epochs = 3;
  check_same_run(train(crashed, options, true), expected);
}

TEST_CASE("run log: training resumes without its log, and the page says which steps are missing",
          "[run_log]") {
  TrainerOptions options{.epochs = 1};
  const TemporaryFolder folder;
  train(folder, options, false);
  const std::string file = RunLog::file_in(folder.path), whole = read_file(file);
  const std::string state = read_file(Trainer::state_file_in(folder.path));
  const auto resumed = [&](std::string_view log) {
    write_file(Trainer::state_file_in(folder.path), {state});
    write_file(file, {log});
    TrainerOptions longer = options;
    longer.epochs = 2;
    return train(folder, longer, true);
  };
  CHECK(resumed(whole).steps.size() == 10);
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    const show::TrainingRun run = resumed(std::string_view(whole).substr(0, size));
    CHECK(run.steps.size() == 5);
    CHECK_THAT(run.status, Catch::Contains(" in all; the log of the first 5 steps is lost: " + file));
  }
  for (const char* const form : {"{}", "[]", R"({"layers":[1]})", R"({"layers":["attention"]})"}) {
    INFO(form);
    CHECK(resumed(form).epochs.size() == 1);
  }
  std::string timeless = whole;
  const std::size_t time = timeless.find("\"seconds\":") + 10;
  timeless.replace(time, timeless.find(',', time) - time, "null");
  CHECK_THAT(resumed(timeless).status, Catch::EndsWith("is lost: 'seconds' is not a time"));
  std::string cut = whole;
  const std::size_t last = cut.find(",[4,");
  REQUIRE(last != std::string::npos);
  cut = cut.substr(0, last) + "]}";
  CHECK_THAT(resumed(cut).status, Catch::EndsWith(" in all; the log of steps 4 to 5 is lost"));
  write_file(Trainer::state_file_in(folder.path), {state});
  std::filesystem::remove(file);
  options.epochs = 2;
  CHECK_THAT(train(folder, options, true).status, Catch::Contains("is lost: cannot read '" + file));
  CHECK_THAT(read_file(RunLog::page_in(folder.path)),
             Catch::Contains("the log of the first 5 steps is lost"));
}

TEST_CASE("run log: the page reloads itself only while training runs", "[run_log]") {
  const TemporaryFolder folder;
  const Translator translator = small_translator();
  RunLog log(folder.path, "a run", {}, *translator.model, 7);
  log.step({1, 2.5, 0.1, std::vector<double>(translator.model->parameters().size(), 1)});
  const std::string page = read_file(RunLog::page_in(folder.path));
  CHECK_THAT(page,
             Catch::Contains("http-equiv=\"refresh\"") && Catch::Contains("training: epoch 1 of 7, step 1"));
  log.end("interrupted");
  CHECK_FALSE(read_file(RunLog::page_in(folder.path)).find("http-equiv=\"refresh\"") != std::string::npos);
  CHECK_NOTHROW(RunLog(folder.file("file", "") + "/below", "", {}, *translator.model, 1).end("unwritten"));
}

TEST_CASE("trainer: keep_epochs keeps the model of each epoch, and removes the epochs of an earlier run",
          "[trainer]") {
  TrainerOptions options{.epochs = 3, .keep_epochs = true};
  const TemporaryFolder folder;
  const auto epochs = [&] { return epochs_in(folder.path); };
  train(folder, options, false);
  CHECK(epochs() == std::vector<Index>{1, 2, 3});
  const std::string first = read_file(epoch_file_in(folder.path, 1));
  CHECK(first != read_file(epoch_file_in(folder.path, 3)));
  CHECK_NOTHROW(Translator::load_file(epoch_file_in(folder.path, 2)));
  options.epochs = 4;
  train(folder, options, true);
  CHECK(epochs() == std::vector<Index>{1, 2, 3, 4});
  options.epochs = 1;
  train(folder, options, false);
  CHECK(epochs() == std::vector<Index>{1});
  CHECK(first == read_file(epoch_file_in(folder.path, 1)));
  folder.file("epoch-7.safetensors", "");  // not the name of an epoch
  folder.file("epoch-1000.safetensors", "");
  CHECK(epochs() == std::vector<Index>{1, 1000});
}
