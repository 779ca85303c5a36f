#include "nn/generate/continue_text.h"
#include "nn/generate/language_task.h"
#include "nn/generate/program/generate_commands.h"
#include "nn/generate/program/generator_options.h"
#include "nn/program/config_file.h"
#include "nn/program/training_program.h"
#include "nn/text/language_data.h"
#include "tensor/ground/format.h"
#include "tensor/ground/threads.h"

#include <cmath>
#include <cstdio>
#include <limits>

namespace heed {
namespace {

struct LanguageText {
  Passages train, valid;
  EncodedPairs train_windows, valid_windows;
};

// A step's batch: that of each part, times the parts.
Index batch_of(const Options& options) {
  return options.integer("--batch", 1) * options.integer("--accumulate", 1);
}

// "28,724 lines, 202,345 characters"
std::string size_of(const Passages& text, const Generator& generator) {
  std::string size;
  if (generator.passages == PassageKind::line)
    size = grouped_count(std::ssize(text.passages)) + (text.passages.size() == 1 ? " line, " : " lines, ");
  return size + grouped_count(text.symbols()) +
         (generator.symbols == SymbolKind::characters ? " characters" : " words");
}

// Reads the files that the options name and gives the generator its vocabulary. The generator's random numbers decide
// which lines are held out.
LanguageText load_text(const Options& options, Generator& generator) {
  const bool lines = options.given("--lines");
  const char* const kinds[] = {"characters", "words"};
  generator.passages = lines ? PassageKind::line : PassageKind::text;
  generator.symbols =
      static_cast<SymbolKind>(parse_choice("--tokens", options.text("--tokens"), {kinds[0], kinds[1]}));
  const auto read = [&](const std::string& path) {
    return lines ? read_line_passages(path, generator.symbols) : read_text_passages(path, generator.symbols);
  };
  LanguageText text;
  text.train = read(options.text(lines ? "--lines" : "--text"));
  if (options.given("--valid")) {
    text.valid = read(options.text("--valid"));
  } else {
    const double fraction = options.number("--valid-fraction", 0, 1);
    text.valid =
        lines ? hold_out_lines(text.train, fraction, *generator.rng) : hold_out_ends(text.train, fraction);
  }
  const Index max = options.integer("--max-vocabulary", 0);
  generator.vocabulary = vocabulary_of(text.train, options.integer("--min-frequency", 1),
                                       max ? max : std::numeric_limits<Index>::max());
  if (generator.vocabulary.size() == Vocabulary().size())
    fail("no token is left in the vocabulary: give a smaller --min-frequency or a larger --max-vocabulary");
  return text;
}

// ", 12 unknown" for text that has what the vocabulary lacks.
std::string unknown_in(const Passages& text, const Generator& generator) {
  const Index count = unknown_symbols(text, generator.vocabulary);
  return count > 0 ? ", " + grouped_count(count) + " unknown" : "";
}

// The first lines of the run page's list; the options follow.
std::vector<show::Setting> run_settings(const Generator& generator, const LanguageText& text,
                                        const Options& options) {
  std::vector<show::Setting> settings{{"training text", size_of(text.train, generator)},
                                      {"validation text", size_of(text.valid, generator)},
                                      {"vocabulary", grouped_count(generator.vocabulary.size())},
                                      {"parameters", grouped_count(generator.model->parameter_count())}};
  for (const show::Setting& setting : listed_generator_options(options)) settings.push_back(setting);
  return settings;
}

void print_begin(const Generator& generator, const LanguageText& text) {
  const auto both = [&](const Passages& part) {
    return size_of(part, generator) + unknown_in(part, generator);
  };
  std::printf("training: %s; validation: %s\n", both(text.train).c_str(), both(text.valid).c_str());
  if (text.train.blank > 0) std::printf("%s blank lines left out\n", grouped_count(text.train.blank).c_str());
  std::printf("vocabulary: %s with the four special tokens; %s parameters; %d threads\n",
              grouped_count(generator.vocabulary.size()).c_str(),
              grouped_count(generator.model->parameter_count()).c_str(), thread_count());
  std::printf("a model that guesses has a loss of %s\n",
              decimals(std::log(static_cast<double>(generator.vocabulary.size())), 3).c_str());
  std::fflush(stdout);
}

// What the model writes, for the run page; the training's random numbers are not touched.
std::vector<show::Sample> write_samples(const Generator& generator) {
  Rng rng(1);
  generator.model->eval();
  std::vector<show::Sample> samples;
  for (int i = 0; i < 5; ++i) {
    const Continuation written = continue_text(generator, {Vocabulary::bos}, {}, rng);
    samples.push_back({text("sample ", i + 1), "",
                       text_of_symbols(generator.vocabulary.decode(written.tokens), generator.symbols)});
  }
  generator.model->train();
  return samples;
}

int train(const Options& options, GPTTable table, const TrainerOptions& training) {
  Generator generator;
  const Index seed = options.integer("--seed", 0, std::numeric_limits<Index>::max());
  *generator.rng = Rng(static_cast<std::uint64_t>(seed));
  LanguageText text = load_text(options, generator);
  table.fit(generator.vocabulary.size());
  text.train_windows = language_windows(text.train, generator.vocabulary, table.context());
  text.valid_windows = language_windows(text.valid, generator.vocabulary, table.context());
  generator.model = table.make(*generator.rng);
  const LanguageTask task(generator, text.train_windows, text.valid_windows, batch_of(options));
  TrainingProgram program(options, task, training, run_settings(generator, text, options),
                          config_text(generator_options(), options, "generate train"));
  print_begin(generator, text);
  const int code = program.run([&] { return write_samples(generator); });
  if (!program.finished()) return code;
  const std::string directory = options.text("--out");
  std::printf("%s\n", program.best().c_str());
  std::printf("the model is in %s; write with: generate run --model %s\n", directory.c_str(),
              directory.c_str());
  return code;
}

}  // namespace

int train_generator(const std::vector<std::string>& words) {
  if (asks_for_help(words)) {
    std::printf("generate train: learns to write from lines or running text\n\n%s",
                help_text(generator_options()).c_str());
    return 0;
  }
  const Options options(generator_options(), with_config(generator_options(), words));
  required(options, "--out");
  use_threads(options);
  GPTTable table = chosen_gpt(options);
  const TrainerOptions training = trainer_options(options, table.learning_rate);
  batch_of(options);  // which throws for a wrong value, before the data are read
  options.choice("--tokens", {"characters", "words"});
  require_consistent_text(options);
  require_usable_directory(options);
  return train(options, std::move(table), training);
}

}  // namespace heed
