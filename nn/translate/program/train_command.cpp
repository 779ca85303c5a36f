#include "nn/text/bleu.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/progress.h"
#include "nn/translate/run_log.h"
#include "nn/translate/settings.h"
#include "nn/translate/step_profile.h"
#include "nn/translate/trainer.h"
#include "tensor/ground/format.h"
#include "tensor/ground/threads.h"

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>
#include <unistd.h>

namespace heed {
namespace {

// What one kind of model takes when the user does not say.
const std::vector<Option> known{
    {"--source", "FILE", "", "source sentences, one a line"},
    {"--target", "FILE", "", "their translations, line by line"},
    {"--valid-source", "FILE", "", "sentences to validate on"},
    {"--valid-target", "FILE", "", "and their translations"},
    {"--pairs", "FILE.tsv", "", "instead: source TAB target, one pair a line"},
    {"--valid-pairs", "FILE.tsv", "", "pairs to validate on"},
    {"--valid-fraction", "F", "0.05", "without validation files, this share of the pairs is held out"},
    {"--tokenizer", "plain|split", "plain",
     "plain text, or text whose words are separated by spaces already"},
    {"--min-frequency", "N", "1", "rarer words become <unk>"},
    {"--max-vocabulary", "N", "0", "most words in a vocabulary; 0: no limit"},
    {"--max-length", "N", "100", "pairs with more words on a side are left out"},
    {"--model", "gru|transformer", "gru", "which translator to train"},
    {"--attention", "SCORE", "additive", "gru: additive, dot, scaled, general, cosine, hard or none"},
    {"--embedding", "N", "128", "gru: size of a word's vector"},
    {"--hidden", "N", "256", "gru: size of a state"},
    {"--bidirectional", "yes|no", "yes", "gru: whether the encoder reads in both directions"},
    {"--teacher-forcing", "R", "1", "gru: share of training steps that are shown the right last word"},
    {"--size", "N", "128", "transformer: size of all vectors (d_model)"},
    {"--heads", "N", "4", "transformer: heads of each attention"},
    {"--feed-forward", "N", "512", "transformer: size inside the feed-forward blocks"},
    {"--norm", "post|pre", "post",
     "transformer: normalise after each sublayer, as the paper does, or before"},
    {"--nonlinearity", "relu|gelu", "relu", "transformer: inside the feed-forward blocks"},
    {"--positions", "KIND", "sinusoidal", "transformer: sinusoidal or learned"},
    {"--layers", "N", "", "layers of encoder and decoder [gru 1, transformer 2]"},
    {"--dropout", "P", "0.1", "share of numbers set to 0 while training"},
    {"--epochs", "N", "10", "passes over the training pairs"},
    {"--batch", "N", "64", "pairs in a step"},
    {"--learning-rate", "R", "", "of Adam [gru 0.001, transformer 0.0005]"},
    {"--schedule", "KIND", "constant", "constant, noam, linear, cosine or plateau"},
    {"--warmup", "N", "400", "steps in which noam and cosine rise"},
    {"--label-smoothing", "S", "0", "share of each target spread over all words"},
    {"--weight-decay", "D", "0", "AdamW's, per step and learning rate"},
    {"--clip", "L", "1", "longest gradient; 0: of any length"},
    {"--best", "loss|bleu", "loss",
     "the model to keep: of the lowest validation loss, or the highest greedy BLEU"},
    {"--patience", "N", "0", "stop after so many epochs without a better validation loss; 0: never"},
    {"--time-limit", "SECONDS", "0", "stop and save after so long; 0: no limit"},
    {"--seed", "N", "1", "of all random numbers; the same seed gives the same bits"},
    {"--threads", "N", "0", "threads to use; 0: as many as the machine has cores"},
    {"--out", "DIR", "", "directory for the model, and for run.html, which shows how training goes"},
    {"--keep-epochs", "", "", "keep the model of each epoch, for run --attention PAGE.html --epochs"},
    {"--profile", "FILE.html", "", "write where the time of some early steps goes, and print it as a table"},
    {"--resume", "", "", "go on with the training that --out holds"},
};

constexpr double infinity = std::numeric_limits<double>::infinity();
volatile std::sig_atomic_t interrupted = 0;

// What makes no sense is refused before anything is read.
void require_sense(const Options& options, const std::string& model) {
  const bool pairs = options.given("--pairs"), lines = options.given("--source") || options.given("--target");
  if (pairs == lines)
    throw UsageError("give the training data as --pairs FILE.tsv, or as --source FILE --target FILE");
  if (lines && !(options.given("--source") && options.given("--target")))
    throw UsageError("--source and --target go together");
  if (options.given("--valid-source") != options.given("--valid-target"))
    throw UsageError("--valid-source and --valid-target go together");
  if (options.given("--valid-source") && options.given("--valid-pairs"))
    throw UsageError("give the validation data as --valid-pairs, or as --valid-source and --valid-target");
  const std::string other = model == "gru" ? "transformer: " : "gru: ";
  for (const Option& option : known) {
    if (option.help.starts_with(other) && options.given(option.name))
      throw UsageError(option.name + " is no option of --model " + model);
  }
}

// Throws when the model could not be written, before hours are spent on it.
void require_writable(const std::string& directory) {
  std::filesystem::path existing = std::filesystem::absolute(directory);
  std::error_code ignored;
  while (!std::filesystem::exists(existing, ignored)) existing = existing.parent_path();
  const bool folder = std::filesystem::is_directory(existing);
  if (!folder || access(existing.c_str(), W_OK) != 0)
    fail("cannot write to --out '", directory, "': ", existing.string(),
         folder ? " is not writable" : " is no directory");
}

bool yes(const Options& options, const std::string& name) {
  return options.choice(name, {"yes", "no"}) == "yes";
}

struct Data {
  Corpus train;
  std::vector<SentencePair> valid;
};

Data load_data(const Options& options, const Translator& translator) {
  const CorpusOptions how{.tokenizer = translator.tokenizer,
                          .maximum_length = options.integer("--max-length", 1)};
  Data data{options.given("--pairs") ? load_pairs(options.text("--pairs"), how)
                                     : load_parallel(options.text("--source"), options.text("--target"), how),
            {}};
  if (options.given("--valid-source")) {
    data.valid = load_parallel(options.text("--valid-source"), options.text("--valid-target"), how).pairs;
  } else if (options.given("--valid-pairs")) {
    data.valid = load_pairs(options.text("--valid-pairs"), how).pairs;
  } else {
    data.valid = hold_out(data.train, options.number("--valid-fraction", 0, 1), *translator.rng);
  }
  return data;
}

Vocabulary build_vocabulary(const std::vector<SentencePair>& pairs, Words SentencePair::*side,
                            const Options& options) {
  WordCounts counts;
  for (const SentencePair& pair : pairs) count_words(pair.*side, counts);
  const Index most = options.integer("--max-vocabulary", 0);
  Vocabulary vocabulary = Vocabulary::build(counts, options.integer("--min-frequency", 1),
                                            most ? most : std::numeric_limits<Index>::max());
  if (vocabulary.size() == Vocabulary().size()) {
    fail("no word is left in the ", side == &SentencePair::source ? "source" : "target",
         " vocabulary: give a smaller --min-frequency or a greater --max-vocabulary");
  }
  return vocabulary;
}

// All but the sizes of the vocabularies.
Settings model_settings(const Options& options) {
  const bool gru = options.choice("--model", {"gru", "transformer"}) == "gru";
  Settings settings;
  // Each integer() and number() checks that the value is one.
  const auto whole = [&](const std::string& option) { return to_text(options.integer(option, 1, 100'000)); };
  const auto share = [&](const std::string& option) {
    const double value = options.number(option, 0, 1);
    if (option == "--dropout" && value == 1) fail("--dropout must be less than 1: nothing would be left");
    return options.text(option);
  };
  settings["layers"] = options.given("--layers") ? to_text(options.integer("--layers", 1, 1000))
                       : gru                     ? "1"
                                                 : "2";
  settings["dropout"] = share("--dropout");
  if (gru) {
    settings["model"] = "gru";
    settings["embedding"] = whole("--embedding");
    settings["hidden"] = whole("--hidden");
    settings["bidirectional"] = to_text(yes(options, "--bidirectional"));
    std::vector<std::string> scores;
    for (const ScoreRow& row : score_table()) scores.push_back(row.name);
    scores.push_back("none");
    settings["attention"] = options.choice("--attention", scores);
    settings["teacher_forcing"] = share("--teacher-forcing");
    settings["readout"] = "true";
  } else {
    settings["model"] = "transformer";
    settings["size"] = whole("--size");
    settings["heads"] = whole("--heads");
    settings["feed_forward"] = whole("--feed-forward");
    settings["pre_norm"] = to_text(options.choice("--norm", {"post", "pre"}) == "pre");
    settings["nonlinearity"] = options.choice("--nonlinearity", {"relu", "gelu"});
    settings["positions"] = options.choice("--positions", {"sinusoidal", "learned"});
    settings["longest"] = to_text(options.integer("--max-length", 1) + 2);
  }
  return settings;
}

TrainerOptions training_options(const Options& options, const std::string& model) {
  TrainerOptions training;
  training.epochs = options.integer("--epochs", 1);
  training.batch = options.integer("--batch", 1);
  training.learning_rate = model == "gru" ? 1e-3 : 5e-4;
  if (options.given("--learning-rate")) {
    training.learning_rate = options.number("--learning-rate", 0, infinity);
    if (training.learning_rate == 0) fail("--learning-rate must be above 0: with 0 nothing is learned");
  }
  training.schedule = options.choice("--schedule", {"constant", "noam", "linear", "cosine", "plateau"});
  training.warmup = options.integer("--warmup", 1);
  training.label_smoothing = options.number("--label-smoothing", 0, 1);
  training.weight_decay = options.number("--weight-decay", 0, infinity);
  training.clip = options.number("--clip", 0, infinity);
  training.patience = options.integer("--patience", 0);
  training.time_limit = options.number("--time-limit", 0, infinity);
  training.keep_epochs = options.given("--keep-epochs");
  training.progress = isatty(STDERR_FILENO) != 0;
  training.interrupted = &interrupted;
  return training;
}

// A second Ctrl-C ends the program at once.
void stop_training(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

// How the translator, as it is, does on the validation pairs.
Bleu greedy_bleu(Translator& translator, const EncodedPairs& encoded,
                 const std::vector<SentencePair>& pairs) {
  const std::vector<Translation> translations = translate(*translator.model, encoded.source);
  std::vector<Words> hypotheses, references;
  for (std::size_t i = 0; i < translations.size(); ++i) {
    hypotheses.push_back(translator.target.decode(translations[i].tokens));
    references.push_back(pairs[i].target);
  }
  return bleu(hypotheses, references);
}

// What the run page says of the training beside its curves: each option that matters to this kind of model.
std::vector<show::Setting> run_settings(const Options& options, const Translator& translator,
                                        const Corpus& train, std::size_t valid_pairs, double learning_rate) {
  const Settings model = translator.model->settings();
  const std::string other = model.at("model") == "gru" ? "transformer: " : "gru: ";
  std::vector<show::Setting> settings{
      {"training data", train.to_string()},
      {"validation pairs", to_text(static_cast<Index>(valid_pairs))},
      {"vocabularies", grouped(static_cast<double>(translator.source.size())) + " and " +
                           grouped(static_cast<double>(translator.target.size())) + " words"},
      {"parameters", grouped(static_cast<double>(translator.model->parameter_count()))}};
  for (const Option& option : known) {
    if (option.help.starts_with(other) || option.argument.empty()) continue;
    const auto chosen = option.name == "--model" ? model.end() : model.find(option.name.substr(2));
    const std::string value = chosen != model.end()              ? chosen->second
                              : option.name == "--learning-rate" ? to_text(learning_rate)
                                                                 : options.text(option.name);
    if (!value.empty()) settings.push_back({option.name.substr(2), value});
  }
  return settings;
}

// What the model makes of the first few validation pairs. Searching is evaluation: it draws no random number.
std::vector<show::Sample> sample_translations(const Translator& translator, const EncodedPairs& encoded,
                                              const std::vector<SentencePair>& pairs) {
  const std::size_t count = std::min(pairs.size(), std::size_t{5});
  const std::vector<Tokens> sources(encoded.source.begin(),
                                    encoded.source.begin() + static_cast<std::ptrdiff_t>(count));
  const std::vector<Translation> translations = translate(*translator.model, sources);
  std::vector<show::Sample> samples;
  for (std::size_t i = 0; i < count; ++i) {
    const auto line = [&](const Words& words) { return detokenize(words, translator.tokenizer); };
    samples.push_back({line(pairs[i].source), line(pairs[i].target),
                       line(translator.target.decode(translations[i].tokens))});
  }
  return samples;
}

// How the run page closes.
std::string end_text(TrainingEnd end, const std::string& patience) {
  switch (end) {
    case TrainingEnd::interrupted:
      return "interrupted; the same command with --resume goes on";
    case TrainingEnd::time_limit:
      return "stopped at the time limit; the same command with --resume goes on";
    case TrainingEnd::no_improvement:
      return "finished: no better validation loss in " + patience + " epochs";
    default:
      return "finished";
  }
}

}  // namespace

int train_command(const std::vector<std::string>& words) {
  if (asks_for_help(words)) {
    std::printf("translate train: learns to translate from pairs of sentences\n\n%s",
                help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  const std::string directory = options.text("--out");
  if (directory.empty()) throw UsageError("--out is missing: where shall the model go?");
  use_threads(options);
  Settings settings = model_settings(options);
  TrainerOptions training = training_options(options, settings.at("model"));
  require_sense(options, settings.at("model"));
  require_writable(directory);

  Translator translator;
  *translator.rng =
      Rng(static_cast<std::uint64_t>(options.integer("--seed", 0, std::numeric_limits<Index>::max())));
  translator.tokenizer = tokenizer_from_name(options.choice("--tokenizer", {"plain", "split"}));
  const Data data = load_data(options, translator);
  translator.source = build_vocabulary(data.train.pairs, &SentencePair::source, options);
  translator.target = build_vocabulary(data.train.pairs, &SentencePair::target, options);
  settings["source_words"] = to_text(translator.source.size());
  settings["target_words"] = to_text(translator.target.size());
  translator.model = make_model(settings, *translator.rng);
  const EncodedPairs train = encode(data.train.pairs, translator.source, translator.target);
  const EncodedPairs valid = encode(data.valid, translator.source, translator.target);
  std::printf("training: %s, validation: %zu pairs\n", data.train.to_string().c_str(), data.valid.size());
  std::printf("vocabularies: %s and %s words; %s: %s parameters; %d threads\n",
              grouped(static_cast<double>(translator.source.size())).c_str(),
              grouped(static_cast<double>(translator.target.size())).c_str(), settings.at("model").c_str(),
              grouped(static_cast<double>(translator.model->parameter_count())).c_str(), thread_count());
  std::fflush(stdout);

  if (options.choice("--best", {"loss", "bleu"}) == "bleu") {
    training.score = [&] { return greedy_bleu(translator, valid, data.valid).score; };
  }
  RunLog log(directory,
             "Training " +
                 std::filesystem::path(directory + "/").lexically_normal().parent_path().filename().string(),
             run_settings(options, translator, data.train, data.valid.size(), training.learning_rate),
             *translator.model, training.epochs);
  std::optional<StepProfile> profile;
  training.watch = [&](const StepReport& report) {
    log.step(report);
    if (!profile) return;
    if (const std::optional<ProfileReport> seen = profile->step()) {
      std::printf("\nprofile of %s, as a page: %s\n%s\n", profile->title().c_str(),
                  options.text("--profile").c_str(), seen->to_string().c_str());
      std::fflush(stdout);
    }
  };
  Trainer trainer(translator, train, valid, training);
  if (options.given("--resume")) {
    trainer.resume(directory);
    log.resume(trainer.steps(), trainer.epochs());
  }
  if (options.given("--profile")) {  // of steps alone: before the epoch ends with a validation
    const Index pairs = static_cast<Index>(train.source.size());
    const Index steps = (pairs + training.batch - 1) / training.batch;  // of an epoch
    profile.emplace(options.text("--profile"), steps - trainer.steps() % steps);
  }
  std::printf("how it goes: %s, to be opened in a browser\n", RunLog::page_in(directory).c_str());
  std::fflush(stdout);
  std::signal(SIGINT, stop_training);
  std::signal(SIGTERM, stop_training);
  const auto begin = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  const auto report_epoch = [&](const EpochReport& report) {
    log.epoch(report, sample_translations(translator, valid, data.valid));
    std::printf(
        "epoch %lld/%lld  loss %.3f  valid %.3f  perplexity %.2f  accuracy %.1f %%%s  %s tokens/s  %s%s\n",
        static_cast<long long>(report.epoch), static_cast<long long>(training.epochs), report.train_loss,
        report.valid_loss, std::exp(report.valid_loss), 100 * report.valid_accuracy,
        training.score ? ("  BLEU " + decimals(report.score, 2)).c_str() : "",
        grouped(report.tokens_per_second).c_str(), duration(elapsed()).c_str(),
        report.best ? "  best so far" : "");
    std::fflush(stdout);
  };
  TrainingEnd end;
  try {
    end = trainer.run(directory, report_epoch);
  } catch (const Error& error) {
    log.end(std::string("stopped by an error: ") + error.what());
    throw;
  }
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  const std::string best_so_far = trainer.best_epoch() == 0
                                      ? ""
                                      : text("; best: epoch ", trainer.best_epoch(), ", perplexity ",
                                             decimals(std::exp(trainer.best_loss()), 2));
  log.end(end_text(end, options.text("--patience")) + best_so_far);
  if (end == TrainingEnd::interrupted || end == TrainingEnd::time_limit) {
    std::printf("stopped %s; the state is saved. To go on, run the same command with --resume%s\n",
                end == TrainingEnd::interrupted ? "by you" : "at the time limit",
                end == TrainingEnd::time_limit ? " (and another --time-limit)" : "");
    return end == TrainingEnd::interrupted ? 130 : 0;
  }
  if (end == TrainingEnd::no_improvement)
    std::printf("stopped: no better validation loss in %s epochs\n", options.text("--patience").c_str());
  Translator best = Translator::load(directory);
  std::printf("best: epoch %lld, perplexity %.2f; greedy, on the validation pairs: %s\n",
              static_cast<long long>(trainer.best_epoch()), std::exp(trainer.best_loss()),
              greedy_bleu(best, valid, data.valid).to_string().c_str());
  std::printf("the model is in %s; translate with: translate run --model %s\n", directory.c_str(),
              directory.c_str());
  return 0;
}

}  // namespace heed
