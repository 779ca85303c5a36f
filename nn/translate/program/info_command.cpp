#include "nn/text/lines.h"
#include "nn/training/epoch_log.h"
#include "nn/training/model_file.h"
#include "nn/translate/model_tables.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/tokenizer_settings.h"
#include "nn/translate/translator.h"
#include "tensor/ground/format.h"

#include <cmath>
#include <cstdio>
#include <filesystem>

namespace heed {
namespace {

void print_line(const std::string& name, const std::string& value) {
  std::printf("%-16s  %s\n", name.c_str(), value.c_str());
}

// "8,000 words, such as: the a in of and"
std::string vocabulary_text(const Vocabulary& vocabulary) {
  std::string line = grouped_count(vocabulary.size()) + (vocabulary.has_pieces() ? " pieces" : " words");
  if (vocabulary.has_pieces()) return line;
  const Index specials = Vocabulary().size();
  line += ", such as:";
  for (Index token = specials; token < std::min(vocabulary.size(), specials + 8); ++token)
    line += " " + vocabulary.word(static_cast<Token>(token));
  return line;
}

void print_settings(const Translator& translator) {
  const Settings settings = translator.model->settings();
  for (const ModelSetting& row : model_table(settings.at("model")).rows) {
    if (row.option.empty()) continue;
    print_line(row.name, settings.at(row.name) + "   (" + row.option + ": " + row.meaning + ")");
  }
}

// A row of the history; an entry that is missing is "-".
std::string number_of(const Json& line, const std::string& name, int places) {
  const Json* const value = line.find(name);
  return value && value->number() ? decimals(*value->number(), places) : "-";
}

void print_history(const std::string& directory) {
  const std::string file = EpochLog::file_in(directory);
  if (!std::filesystem::exists(file)) {
    std::printf("\nno history: there is no %s\n", file.c_str());
    return;
  }
  std::printf("\nepoch  training loss  validation loss  accuracy  BLEU   learning rate  seconds\n");
  Index number = 0;
  for (const std::string& line : read_lines(file)) {
    const Json entry = Json::parse(line, text(file, ":", ++number));
    const Json* const event = entry.find("event");
    if (!event || !event->string()) continue;
    if (*event->string() == "epoch") {
      const Json* const best = entry.find("best");
      std::printf("%5s  %13s  %15s  %8s  %5s  %13s  %7s%s\n", number_of(entry, "epoch", 0).c_str(),
                  number_of(entry, "training_loss", 3).c_str(),
                  number_of(entry, "validation_loss", 3).c_str(),
                  number_of(entry, "validation_accuracy", 3).c_str(), number_of(entry, "BLEU", 2).c_str(),
                  number_of(entry, "learning_rate", 6).c_str(), number_of(entry, "seconds", 1).c_str(),
                  best && best->truth() && *best->truth() ? "  best so far" : "");
    } else if (*event->string() == "resume") {
      std::printf("       resumed at step %s\n", number_of(entry, "step", 0).c_str());
    } else if (const Json* const status = entry.find("status"); status && status->string()) {
      std::printf("       %s\n", status->string()->c_str());
    }
  }
}

void print_files(const std::string& directory) {
  const std::string state = Trainer::state_file_in(directory);
  if (std::filesystem::exists(state))
    print_line("to be continued", "with the command that trained it and --resume: " + state);
  const std::vector<Index> epochs = epochs_in(directory);
  if (!epochs.empty()) print_line("kept epochs", text(epochs.size(), ", the last one ", epochs.back()));
}

}  // namespace

int info_command(const std::vector<std::string>& words) {
  const std::vector<Option> known{{"--model", "DIR", "", "directory of the model, made by train --out"}};
  if (asks_for_help(words)) {
    std::printf("translate info: what a model is and how it was trained\n\n%s", help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  const std::string directory = required(options, "--model");
  const Translator translator = Translator::load(directory);
  const auto bytes = std::filesystem::file_size(model_file_in(directory));
  print_line("model", translator.model->settings().at("model") + ", " +
                          grouped_count(translator.model->parameter_count()) + " parameters, " +
                          grouped(static_cast<double>(bytes)) + " bytes");
  print_line("tokenizer", tokenizer_name(translator.tokenizer));
  if (translator.source == translator.target) {
    print_line("vocabulary", vocabulary_text(translator.source) + "; shared");
  } else {
    print_line("source", vocabulary_text(translator.source));
    print_line("target", vocabulary_text(translator.target));
  }
  print_settings(translator);
  print_files(directory);
  print_history(directory);
  std::printf("\n%s", translator.model->to_string().c_str());
  return 0;
}

}  // namespace heed
