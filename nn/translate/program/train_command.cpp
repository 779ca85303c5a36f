#include "nn/program/training_program.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/program/train_options.h"
#include "nn/translate/program/training_data.h"
#include "nn/translate/program/validation.h"
#include "nn/translate/translation_task.h"
#include "tensor/ground/format.h"
#include "tensor/ground/threads.h"

#include <cstdio>
#include <limits>

namespace heed {
namespace {

std::string grouped_count(Index count) { return grouped(static_cast<double>(count)); }

// "12,345 and 9,876 words", "8,000 pieces"
std::string vocabulary_sizes(const Translator& translator) {
  const bool shared = translator.source == translator.target;
  return text(grouped_count(translator.source.size()), shared ? "" : " and ",
              shared ? "" : grouped_count(translator.target.size()),
              translator.target.has_pieces() ? " pieces" : " words", shared ? ", shared" : "");
}

// The first lines of the run page's list; the options follow.
std::vector<show::Setting> run_settings(const Translator& translator, const TrainingData& data,
                                        const Options& options, const ModelTable& model) {
  std::vector<show::Setting> settings{{"training data", data.train.to_string()},
                                      {"validation pairs", to_text(data.valid.size())},
                                      {"vocabularies", vocabulary_sizes(translator)},
                                      {"parameters", grouped_count(translator.model->parameter_count())}};
  for (const show::Setting& setting : listed_options(options, model)) settings.push_back(setting);
  return settings;
}

void print_begin(const Translator& translator, const TrainingData& data, const ModelTable& model) {
  std::printf("training: %s, validation: %zu pairs\n", data.train.to_string().c_str(), data.valid.size());
  std::printf("vocabularies: %s; %s: %s parameters; %d threads\n", vocabulary_sizes(translator).c_str(),
              model.model.c_str(), grouped_count(translator.model->parameter_count()).c_str(),
              thread_count());
  std::fflush(stdout);
}

int train(const Options& options, ModelTable model, TrainerOptions training) {
  Translator translator;
  const Index seed = options.integer("--seed", 0, std::numeric_limits<Index>::max());
  *translator.rng = Rng(static_cast<std::uint64_t>(seed));
  const TrainingData data = load_training_data(options, translator);
  model.fit({.source_words = translator.source.size(),
             .target_words = translator.target.size(),
             .max_length = max_length(options) + 2});
  translator.model = model.make(*translator.rng);
  if (options.choice("--best", {"loss", "bleu"}) == "bleu") {
    training.score = [&] { return greedy_bleu(translator, data).score; };
    training.score_name = "BLEU";
  }
  TranslationTaskOptions how = task_options(options);
  how.pairs = &data.train.pairs;
  const TranslationTask task(translator, data.encoded_train, data.encoded_valid, how);
  TrainingProgram program(options, task, training, run_settings(translator, data, options, model));
  print_begin(translator, data, model);
  const int code = program.run([&] { return sample_translations(translator, data); });
  if (!program.finished()) return code;
  const std::string directory = options.text("--out");
  std::printf("%s; greedy translation of the validation pairs: %s\n", program.best().c_str(),
              greedy_bleu(Translator::load(directory), data).to_string().c_str());
  std::printf("the model is in %s; translate with: translate run --model %s\n", directory.c_str(),
              directory.c_str());
  return code;
}

}  // namespace

int train_command(const std::vector<std::string>& words) {
  if (asks_for_help(words)) {
    std::printf("translate train: learns to translate from pairs of sentences\n\n%s",
                help_text(train_options()).c_str());
    return 0;
  }
  const Options options(train_options(), words);
  required(options, "--out");
  use_threads(options);
  ModelTable model = chosen_model(options);
  const TrainerOptions training = trainer_options(options, model.learning_rate);
  task_options(options);  // which throws for a wrong value, before the data are read
  require_consistent(options);
  require_usable_directory(options);
  return train(options, std::move(model), training);
}

}  // namespace heed
