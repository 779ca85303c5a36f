#include "nn/translate/translator.h"

#include "nn/translate/settings.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace heed {
namespace {

constexpr const char* format = "heed translator 1";

}  // namespace

TranslationModel& Translator::checked_model() const {
  if (!model) fail("translator: it has no model yet; make one with make_model(), or load one");
  return *model;
}

NamedTensors Translator::contents() const {
  NamedTensors contents{checked_model().state_dict(), model->settings()};
  contents.metadata["format"] = format;
  contents.metadata.merge(tokenizer_settings(tokenizer));
  contents.metadata["source_vocabulary"] = source.to_string();
  contents.metadata["target_vocabulary"] = target.to_string();
  return contents;
}

Translator Translator::from_contents(const NamedTensors& contents, const std::string& file) {
  try {
    const SettingsReader read(contents.metadata);
    if (!contents.metadata.count("format") || read.text("format") != format) {
      fail("it contains tensors, but not those of a translator");
    }
    Translator translator;
    translator.tokenizer = tokenizer_from_settings(contents.metadata);
    translator.source = Vocabulary::from_string(read.text("source_vocabulary"), file);
    translator.target = Vocabulary::from_string(read.text("target_vocabulary"), file);
    const Index source_words = read.count("source_words"), target_words = read.count("target_words");
    if (source_words != translator.source.size() || target_words != translator.target.size()) {
      fail("its vocabularies have ", translator.source.size(), " and ", translator.target.size(),
           " words, but its model has ", source_words, " and ", target_words);
    }
    translator.model = make_model(contents.metadata, *translator.rng);
    translator.model->load_state_dict(contents.tensors);
    translator.model->eval();
    return translator;
  } catch (const Error& error) {
    throw Error(text("cannot use '", file, "' as a model: ", error.what()));
  }
}

void Translator::save_file(const std::string& file) const {
  std::error_code ignored;  // if it fails, the write fails too, and says why
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), ignored);
  save_safetensors(file, contents());
}

Translator Translator::load_file(const std::string& file) {
  return from_contents(load_safetensors(file), file);
}

void Translator::save(const std::string& directory) const { save_file(file_in(directory)); }

Translator Translator::load(const std::string& directory) {
  if (!std::filesystem::is_directory(directory)) {
    fail("there is no model directory '", directory, "'; train a model and save it there first");
  }
  return load_file(file_in(directory));
}

std::string Translator::epoch_file_in(const std::string& directory, Index epoch) {
  char name[40];
  std::snprintf(name, sizeof name, "/epoch-%03lld.safetensors", static_cast<long long>(epoch));
  return directory + name;
}

std::vector<Index> Translator::epochs_in(const std::string& directory) {
  std::vector<Index> epochs;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(directory, none)) {
    long long epoch = 0;
    const std::string name = entry.path().filename().string();
    if (std::sscanf(name.c_str(), "epoch-%9lld", &epoch) == 1 && epoch > 0 &&
        directory + "/" + name == epoch_file_in(directory, epoch)) {
      epochs.push_back(epoch);
    }
  }
  std::sort(epochs.begin(), epochs.end());
  return epochs;
}

}  // namespace heed
