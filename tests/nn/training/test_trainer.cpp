#include "nn/training/trainer.h"
#include "nn/translate/gru_model.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/files/file.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/nn/translate/models.h"
#include "tests/temporary_folder.h"
#include "tests/tensor/helpers.h"

#include <cmath>
#include <functional>

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
                  std::vector<EpochReport>* reports = nullptr, Index batch = 4) {
  const Data pairs = data();
  Translator translator = small_translator();
  TranslationTrainer trainer(translator, pairs.train, pairs.valid, options, {.batch = batch});
  if (resume) trainer.resume(directory);
  return trainer.run(directory, [&](const EpochReport& report) {
    if (reports) reports->push_back(report);
  });
}

std::string model_in(const TemporaryFolder& folder) { return read_file(model_file_in(folder.path)); }
std::string state_in(const TemporaryFolder& folder) { return read_file(Trainer::state_file_in(folder.path)); }

}  // namespace

TEST_CASE("trainer: a run that is stopped after every step and resumed ends in the same bits", "[trainer]") {
  for (const std::string schedule : {"constant", "noam", "linear", "cosine", "plateau"}) {
    INFO(schedule);
    TrainerOptions options{.epochs = 4, .learning_rate = 0.2, .schedule = schedule, .warmup = 3};
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
  TrainerOptions options{.epochs = 2};
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
  TrainerOptions options{.epochs = 3};
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
  TrainerOptions options{.epochs = 200, .learning_rate = 0.03, .patience = 3};
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
  TranslationTrainer trainer(translator, pairs.train, pairs.train, {.epochs = 60, .learning_rate = 0.02},
                             {.batch = 5});
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
    TranslationTrainer trainer(translator, pairs.train, pairs.valid, {.epochs = 1, .learning_rate = 1e-30},
                               {.batch = batch});
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
  TrainerOptions options{.epochs = 20};
  train(folder.path, options, false);
  const std::string before = model_in(folder);
  options.learning_rate = 1e30;
  options.clip = 0;
  CHECK_THAT(error_of([&] { train(folder.path, options, false); }),
             Catch::Contains("training has diverged") && Catch::Contains("smaller learning rate"));
  CHECK(model_in(folder) == before);
}

TEST_CASE("trainer: the highest score is the best, and the lower loss among equal scores", "[trainer]") {
  const auto train_by = [](const std::vector<double>& scores, Index patience,
                           std::vector<EpochReport>& reports) {
    const TemporaryFolder folder;
    std::size_t next = 0;
    TrainerOptions options{.epochs = static_cast<Index>(scores.size()), .learning_rate = 0.02};
    options.patience = patience;
    options.score = [&] { return scores[next++]; };
    return train(folder.path, options, false, &reports);
  };
  // Random pairs: the loss falls for some epochs and then rises.
  std::vector<EpochReport> tied, given, patient;
  CHECK(train_by(std::vector<double>(20, 0), 0, tied) == TrainingEnd::finished);
  double least = std::numeric_limits<double>::infinity();
  Index lowest = 0;
  for (const EpochReport& report : tied) {
    CHECK(report.best == (report.valid_loss < least));
    if (report.best) lowest = report.epoch;
    least = std::min(least, report.valid_loss);
  }
  REQUIRE(lowest > 3);
  REQUIRE(lowest < 20);

  CHECK(train_by({5, 4, 4, 5, 6, 3, 7, 7}, 0, given) == TrainingEnd::finished);
  std::vector<bool> best;
  for (const EpochReport& report : given) best.push_back(report.best);
  const bool fell = tied[7].valid_loss < tied[6].valid_loss;
  CHECK(best == std::vector<bool>{true, false, false, true, true, false, true, fell});

  CHECK(train_by(std::vector<double>(20, 50), 2, patient) == TrainingEnd::no_improvement);
  REQUIRE(patient.size() > 2);
  CHECK(patient[patient.size() - 3].best);
  CHECK_THAT(error_of([&] { train_by({std::nan("")}, 0, given); }),
             Catch::Contains("the score of epoch 1 is not a number"));
}

TEST_CASE("trainer: gradients that are not finite end training before they reach the parameters",
          "[trainer]") {
  const Data pairs = data();
  Translator translator = small_translator();
  TrainerOptions options{.epochs = 9};
  options.watch = [&](const StepReport& report) {
    if (report.step != 2) return;
    // The readout is 0, so the loss is finite; its gradient, that of the logits times the largest weights there
    // are times large embeddings, is not.
    const double largest = static_cast<double>(std::numeric_limits<Scalar>::max());
    for (auto& [name, values] : translator.model->state_dict()) {
      if (name.starts_with("readout.")) values.fill(0);
      if (name.starts_with("target_embedding.")) values *= scalar(1e6);
      if (name == "output.weight")
        values.copy_from(where(less(values, scalar(0)), scalar(-largest), scalar(largest)));
    }
  };
  TranslationTrainer trainer(translator, pairs.train, pairs.valid, options);
  const TemporaryFolder folder;
  CHECK_THAT(
      error_of([&] { trainer.run(folder.path, [](const EpochReport&) {}); }),
      Catch::Contains("the norm of the gradients is") && Catch::Contains("at step 3: training has diverged"));
  CHECK(folder.count() == 0);
}

namespace {

// Resumes the state in `directory` after `change` and returns what differs, or the error.
struct Resumption {
  Data pairs = data();
  Translator translator = small_translator();
  TrainerOptions options{.epochs = 4, .learning_rate = 0.01};
  TranslationTaskOptions how{.batch = 4};
};
std::string resumed(const std::string& directory, const std::function<void(Resumption&)>& change) {
  Resumption r;
  change(r);
  TranslationTrainer trainer(r.translator, r.pairs.train, r.pairs.valid, r.options, r.how);
  std::string changed;
  const std::string error = error_of([&] { changed = trainer.resume(directory); });
  return error.empty() ? changed : error;
}

// Saves the state of a run that was stopped in its third epoch.
void save_stopped(const std::string& directory) {
  Resumption r;
  Index steps = 0;
  volatile std::sig_atomic_t interrupted = 0;
  r.options.interrupted = &interrupted;
  r.options.watch = [&](const StepReport&) { interrupted = ++steps == 12; };
  TranslationTrainer trainer(r.translator, r.pairs.train, r.pairs.valid, r.options, r.how);
  trainer.run(directory, [](const EpochReport&) {});
}

}  // namespace

TEST_CASE("trainer: what a resumed run may change is reported, and nothing else may change", "[trainer]") {
  const TemporaryFolder folder;
  save_stopped(folder.path);
  const auto change = [&](auto f) { return resumed(folder.path, f); };
  CHECK(change([](Resumption&) {}) == "");
  CHECK(change([](Resumption& r) {
          r.options.patience = 3;
          r.options.time_limit = 1e9;
          r.options.keep_epochs = true;
        }) == "");
  CHECK(change([](Resumption& r) { r.options.epochs = 5; }) == "epochs 5 instead of 4");
  CHECK(change([](Resumption& r) { r.options.learning_rate = 0.1; }) == "learning_rate 0.1 instead of 0.01");
  CHECK(change([](Resumption& r) { r.options.schedule = "cosine"; }) ==
        "schedule cosine instead of constant");
  CHECK(change([](Resumption& r) { r.options.schedule = "plateau"; }) ==
        "schedule plateau instead of constant");
  CHECK(change([](Resumption& r) { r.options.warmup = 7; }) == "warmup 7 instead of 400");
  CHECK(change([](Resumption& r) { r.how.label_smoothing = 0.1; }) == "label_smoothing 0.1 instead of 0");
  CHECK(change([](Resumption& r) { r.options.weight_decay = 0.5; }) == "weight_decay 0.5 instead of 0");
  CHECK(change([](Resumption& r) { r.options.clip = 0; }) == "clip 0 instead of 1");
  CHECK(change([](Resumption& r) { *r.translator.rng = Rng(9); }) ==
        "the random numbers of the saved run instead of those of a different seed");

  const std::string other_training = "its training pairs differ from the 19 training pairs that are given";
  const std::string other_validation =
      "its validation pairs differ from the 7 validation pairs that are given";
  using Catch::Contains;
  CHECK_THAT(change([](Resumption& r) { std::swap(r.pairs.train.target[0], r.pairs.train.target[1]); }),
             Contains(other_training));  // wrongly aligned
  CHECK_THAT(change([](Resumption& r) {
               for (auto* side : {&r.pairs.train.source, &r.pairs.train.target})
                 std::swap(side->front(), side->back());
             }),
             Contains(other_training));  // in another order
  CHECK_THAT(change([](Resumption& r) { std::swap(r.pairs.train.source, r.pairs.train.target); }),
             Contains(other_training));
  CHECK_THAT(change([](Resumption& r) { r.pairs.train.source[18][1] ^= 1; }), Contains(other_training));
  CHECK_THAT(change([](Resumption& r) { r.pairs.valid.target[6][1] ^= 1; }), Contains(other_validation));
  CHECK_THAT(change([](Resumption& r) {
               r.pairs.valid.source.pop_back();
               r.pairs.valid.target.pop_back();
             }),
             Contains("its validation pairs differ from the 6 validation pairs that are given"));
  const auto score = [] { return 1.0; };
  CHECK_THAT(
      change([&](Resumption& r) { r.options.score = score; }),
      Contains("its best model was chosen by its validation loss, which cannot be compared with the score"));
  CHECK_THAT(change([](Resumption& r) { r.translator.tokenizer = Tokenizer::split; }),
             Contains("its tokenizer differs from the requested value, plain instead of split"));
  std::filesystem::remove(model_file_in(folder.path));
  CHECK_THAT(change([](Resumption&) {}), Contains("the best model, of epoch ") && Contains("is missing"));
}

TEST_CASE("trainer: another measure of the best model is not resumed, in either direction", "[trainer]") {
  const TemporaryFolder folder;
  Resumption r;
  r.options.epochs = 1;
  r.options.score = [] { return 3.0; };
  r.options.score_name = "BLEU";
  TranslationTrainer(r.translator, r.pairs.train, r.pairs.valid, r.options, r.how)
      .run(folder.path, [](const EpochReport&) {});
  CHECK_THAT(resumed(folder.path, [](Resumption&) {}),
             Catch::Contains("chosen by its BLEU, which cannot be compared with the validation loss"));
  const auto with_name = [&](const char* name) {
    return resumed(folder.path, [&](Resumption& now) {
      now.options.score = [] { return 3.0; };
      now.options.score_name = name;
    });
  };
  CHECK_THAT(with_name("chrF"),
             Catch::Contains("chosen by its BLEU, which cannot be compared with the chrF"));
  CHECK(with_name("BLEU") == "epochs 4 instead of 1");
}

TEST_CASE("trainer: each value of a state is checked before anything is made of it", "[trainer]") {
  const TemporaryFolder folder;
  save_stopped(folder.path);
  const std::string file = Trainer::state_file_in(folder.path);
  const NamedTensors state = load_safetensors(file);
  const auto with = [&](const std::string& name, const std::string& value) {
    NamedTensors changed = state;
    changed.metadata[name] = value;
    save_safetensors(file, changed);
    return resumed(folder.path, [](Resumption&) {});
  };
  for (const auto& [name, value] : state.metadata) {
    INFO(name << " = " << value);
    NamedTensors without = state;
    without.metadata.erase(name);
    save_safetensors(file, without);
    if (name == "tied") {  // older runs lack it, and are resumed
      CHECK(resumed(folder.path, [](Resumption&) {}) == "");
    } else {
      CHECK_THAT(resumed(folder.path, [](Resumption&) {}), Catch::Contains("'" + name + "' is missing"));
    }
    for (const std::string wrong : {"", "-1", "1x", "nan", "inf", "-inf", "1e999", "rubbish"}) {
      if (name == "trainer.best_score" && wrong == "-1") continue;
      if (name == "trainer.kept_epochs" && wrong.empty()) continue;     // none
      if (name == "trainer.schedule_state" && wrong.empty()) continue;  // the state of a constant schedule
      INFO(wrong);
      CHECK_THAT(with(name, wrong), Catch::StartsWith("cannot resume from '" + file + "': "));
    }
  }
  // 19 pairs in batches of 4 are 5 steps: two epochs and two steps.
  for (const char* name : {"trainer.epoch", "trainer.batches_done", "trainer.steps", "trainer.best_epoch",
                           "trainer.pairs", "trainer.batch"}) {
    for (const char* wrong : {"0", "1", "9", "9223372036854775807", "-9223372036854775808"}) {
      if (state.metadata.at(name) == wrong || (name == std::string("trainer.best_epoch") && *wrong == '1'))
        continue;
      INFO(name << " = " << wrong);
      CHECK_THAT(with(name, wrong), Catch::StartsWith("cannot resume from '" + file + "': "));
    }
  }
  CHECK_THAT(with("trainer.steps", "13"), Catch::Contains("'trainer.steps' must be 12 or less, not 13"));
  CHECK_THAT(with("trainer.since_best", "0"), Catch::Contains("'trainer.since_best' is unknown"));
  for (std::size_t i = 0; i < state.tensors.size(); ++i) {
    if (state.tensors[i].first == "optimizer.steps") continue;
    NamedTensors changed = state;
    changed.tensors[i].second = state.tensors[i].second.clone();
    changed.tensors[i].second.mutable_data()[0] = std::numeric_limits<Scalar>::quiet_NaN();
    save_safetensors(file, changed);
    CHECK_THAT(resumed(folder.path, [](Resumption&) {}),
               Catch::Contains("tensor '" + state.tensors[i].first + "' contains "));
  }
}

TEST_CASE("trainer: a state of a different model or corpus is not resumed", "[trainer]") {
  const TemporaryFolder folder;
  TrainerOptions options{.epochs = 1};
  CHECK_THAT(error_of([&] { train(folder.path, options, true); }), Catch::Contains("No such file"));
  train(folder.path, options, false);
  CHECK_THAT(error_of([&] { train(folder.path, options, true, nullptr, 5); }),
             Catch::Contains("it was trained on 19 pairs in batches of 4, not on 19 in batches of 5"));
  const Data pairs = data();
  Translator larger = small_translator(6);
  TranslationTrainer trainer(larger, pairs.train, pairs.valid, {.epochs = 1});
  CHECK_THAT(error_of([&] { trainer.resume(folder.path); }),
             Catch::Contains("its hidden differs from the requested value, 5 instead of 6"));
  const std::string whole = state_in(folder);
  for (std::size_t size = 0; size < whole.size(); size += 997) {
    write_file(Trainer::state_file_in(folder.path), {std::string_view(whole).substr(0, size)});
    CHECK(error_of([&] { train(folder.path, options, true); }) != "");
  }
}

// The largest difference of two elements.
static double max_difference(const Tensor& a, const Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  double most = 0;
  const Tensor d = (a - b).contiguous();
  for (Index i = 0; i < d.numel(); ++i) most = std::max(most, std::abs(static_cast<double>(d.data()[i])));
  return most;
}

// The gradients' norms and the loss of the first step, of a model without random numbers.
static std::vector<double> first_step(TrainerOptions options) {
  const Data pairs = data();
  Translator translator = small_translator();
  Rng start(7);
  translator.model = std::make_unique<GRUModel>(
      GRUModelOptions{.source_words = 9, .target_words = 9, .embedding = 4, .hidden = 5, .dropout = 0},
      start);
  std::vector<double> first;
  options.epochs = 1;
  options.watch = [&](const StepReport& report) {
    if (report.step > 1) return;
    first = report.gradient_norms;
    first.push_back(report.loss);
  };
  TranslationTrainer trainer(translator, pairs.train, pairs.valid, options, {.batch = 8});
  const TemporaryFolder folder;
  trainer.run(folder.path, [](const EpochReport&) {});
  return first;
}

TEST_CASE("trainer: a batch in parts has the gradients and the loss of the whole batch", "[trainer]") {
  const std::vector<double> whole = first_step({});
  for (const Index parts : {2, 3, 8, 50}) {
    CAPTURE(parts);
    const std::vector<double> summed = first_step({.accumulate = parts});
    REQUIRE(summed.size() == whole.size());
    // Sums of some dozen terms of both signs, in another order.
    for (std::size_t i = 0; i < whole.size(); ++i)
      CHECK(summed[i] == Approx(whole[i]).epsilon(200 * epsilon));
  }
  CHECK_THROWS_WITH(first_step({.accumulate = 0}), Catch::Contains("parts of a batch"));
  CHECK_THROWS_WITH(first_step({.moving_average = 1}), Catch::Contains("moving average: the decay"));
}

TEST_CASE("trainer: batches by tokens are stopped and resumed as others are", "[trainer]") {
  const Data pairs = data();
  const auto run = [&](const std::string& directory, const TrainerOptions& options, bool resume,
                       Index tokens = 20) {
    Translator translator = small_translator();
    TranslationTrainer trainer(translator, pairs.train, pairs.valid, options, {.batch_tokens = tokens});
    if (resume) trainer.resume(directory);
    return trainer.run(directory, [](const EpochReport&) {});
  };
  TrainerOptions options{
      .epochs = 3, .schedule = "cosine", .warmup = 3, .accumulate = 2, .moving_average = 0.9, .average = 2};
  const TemporaryFolder straight, stopped;
  run(straight.path, options, false);
  options.time_limit = 1e-9;
  TrainingEnd end = run(stopped.path, options, false);
  for (int runs = 0; end == TrainingEnd::time_limit && runs < 200; ++runs)
    end = run(stopped.path, options, true);
  CHECK(end == TrainingEnd::finished);
  CHECK(model_in(straight) == model_in(stopped));
  CHECK(state_in(straight) == state_in(stopped));
  CHECK_THROWS_WITH(run(stopped.path, options, true, 21),
                    Catch::Contains("in batches of 20 tokens, not on 19 in batches of 21 tokens"));
}

TEST_CASE("trainer: the moving average is what is validated and saved, and training goes on without it",
          "[trainer]") {
  // After one step, d = min(0.99, 2 / 11); the parameters of the model itself are in the state.
  const Data pairs = data();
  Translator translator = small_translator();
  std::vector<Tensor> start, after;
  for (const Variable& parameter : translator.model->parameters()) start.push_back(parameter.value().clone());
  TranslationTrainer trainer(translator, pairs.train, pairs.valid,
                             {.epochs = 1, .learning_rate = 0.1, .moving_average = 0.99}, {.batch = 19});
  const TemporaryFolder folder;
  trainer.run(folder.path, [](const EpochReport&) {});
  for (const Variable& parameter : translator.model->parameters()) after.push_back(parameter.value());
  const Translator saved = Translator::load(folder.path);
  const std::vector<Variable> averages = saved.model->parameters();
  for (std::size_t i = 0; i < start.size(); ++i) {
    const double d = 2.0 / 11;
    const Tensor expected = start[i] * d + after[i] * (1 - d);
    CHECK(max_difference(averages[i].value(), expected) <=
          4 * epsilon * 2);  // values of up to 2, a few roundings
    CHECK(max_difference(averages[i].value(), after[i]) > 0);
  }
}

TEST_CASE("trainer: the average of the last epochs is the mean of their files, and kept only if it is better",
          "[trainer]") {
  for (const bool best : {false, true}) {
    CAPTURE(best);
    const Data pairs = data();
    Translator translator = small_translator();
    std::vector<double> scores{1, 5, 2, 3};  // by epoch; then the average's
    std::size_t at = 0;
    const double of_average = best ? 6 : 4;
    TrainerOptions options{.epochs = 4, .score = [&] { return at < 4 ? scores[at++] : of_average; }};
    options.average = 2;
    options.average_best = best;
    TranslationTrainer trainer(translator, pairs.train, pairs.valid, options);
    const TemporaryFolder folder;
    trainer.run(folder.path, [](const EpochReport&) {});
    const std::vector<Index> kept = best ? std::vector<Index>{2, 4} : std::vector<Index>{3, 4};
    CHECK(epochs_in(folder.path) == kept);  // no other files are left
    const std::string before = model_in(folder);
    const std::optional<AverageReport> report = trainer.average(folder.path);
    REQUIRE(report);
    CHECK(report->epochs == kept);
    CHECK(report->score == of_average);
    CHECK(report->better == best);
    CHECK((model_in(folder) != before) == best);
    if (!best) continue;
    const auto mean = Translator::load(folder.path).model->state_dict();
    const auto a = Translator::load_file(epoch_file_in(folder.path, 2)).model->state_dict(),
               b = Translator::load_file(epoch_file_in(folder.path, 4)).model->state_dict();
    for (std::size_t i = 0; i < mean.size(); ++i)
      CHECK(max_difference(mean[i].second, a[i].second * 0.5 + b[i].second * 0.5) <= epsilon * 2);
  }
}

TEST_CASE("kept epochs: their text is read back, and nothing else is", "[trainer]") {
  KeptEpochs kept;
  kept.add({1, 0.5, 3});
  kept.add({2, 0.25, 3});
  kept.add({3, 0.125, 1});
  CHECK(KeptEpochs::from_string(kept.to_string(), 3).to_string() == kept.to_string());
  CHECK(kept.keep(2, true) == std::vector<Index>{3});
  CHECK(kept.keep(1, true) == std::vector<Index>{1});  // the scores are equal, so the loss decides
  CHECK(kept.epochs() == std::vector<Index>{2});
  for (const char* wrong : {"x", "1", "1 2", "1 2 3 4", "0 1 1", "4 1 1", "1 nan 1"})
    CHECK_THROWS_WITH(KeptEpochs::from_string(wrong, 3), Catch::Contains("is not an epoch"));
}
