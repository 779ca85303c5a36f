#include "nn/program/config_file.h"
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

// "of the training pairs, 12 duplicates were left out, and 3 that also stand in the validation pairs kept (see --drop)"
std::string filter_text(const FilterResult& filtered) {
  const std::string dropped = filtered.dropped.to_string(), kept = filtered.kept.to_string();
  std::vector<std::string> parts;
  if (!dropped.empty()) parts.push_back("left out: " + dropped);
  if (!kept.empty()) parts.push_back("kept (see --drop): " + kept);
  return joined(parts, "; ");
}

void print_begin(const Translator& translator, const TrainingData& data, const ModelTable& model) {
  std::printf("training: %s, validation: %zu pairs\n", data.train.to_string().c_str(), data.valid.size());
  const std::string filtered = filter_text(data.filtered);
  if (!filtered.empty()) std::printf("training pairs %s\n", filtered.c_str());
  const double unknown = unknown_share({&data.encoded_valid.source, &data.encoded_valid.target});
  if (unknown > 0)
    std::printf("%s %% of the words of the validation pairs are not in the vocabularies\n",
                decimals(100 * unknown, 1).c_str());
  std::printf("vocabularies: %s; %s: %s parameters; %d threads\n", vocabulary_sizes(translator).c_str(),
              model.model.c_str(), grouped_count(translator.model->parameter_count()).c_str(),
              thread_count());
  std::fflush(stdout);
}

// The model of --init, with the dropout and teacher forcing that the options give.
Translator load_initial(const Options& options, ModelTable& model) {
  Translator translator = Translator::load(options.text("--init"));
  const Settings settings = translator.model->settings();
  model = model_table(settings.at("model"));
  model.set(settings);
  set_given(model, options);
  const auto parameters = translator.model->state_dict();
  translator.model = model.make(*translator.rng);
  translator.model->load_state_dict(parameters);
  return translator;
}

int train(const Options& options, ModelTable model, TrainerOptions training) {
  const bool fresh = !options.given("--init");
  Translator translator = fresh ? Translator() : load_initial(options, model);
  const Index seed = options.integer("--seed", 0, std::numeric_limits<Index>::max());
  *translator.rng = Rng(static_cast<std::uint64_t>(seed));
  const TrainingData data = load_training_data(options, translator);
  if (fresh) {
    model.fit({.source_words = translator.source.size(),
               .target_words = translator.target.size(),
               .max_length = max_length(options) + 2});
    translator.model = model.make(*translator.rng);
  }
  if (options.choice("--best", {"loss", "bleu"}) == "bleu") {
    training.score = [&] { return greedy_bleu(translator, data).score; };
    training.score_name = "BLEU";
  }
  TranslationTaskOptions how = task_options(options);
  how.pairs = &data.train.pairs;
  const TranslationTask task(translator, data.encoded_train, data.encoded_valid, how);
  TrainingProgram program(options, task, training, run_settings(translator, data, options, model),
                          config_text(train_options(), options, "translate train"));
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
  const Options options(train_options(), with_config(train_options(), words));
  required(options, "--out");
  use_threads(options);
  require_consistent(options);
  ModelTable model = chosen_model(options);
  const TrainerOptions training = trainer_options(options, model.learning_rate);
  task_options(options);  // which throw for a wrong value, before the data are read
  filter_options(options);
  require_usable_directory(options);
  return train(options, std::move(model), training);
}

}  // namespace heed
