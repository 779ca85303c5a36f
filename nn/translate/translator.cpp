#include "nn/translate/translator.h"

#include "nn/translate/settings.h"
#include "tensor/ground/error.h"
#include "tensor/ground/memory_limit.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace heed {
namespace {

constexpr const char* format = "heed translator 1";

// Makes the model that the settings describe, if the tensors justify the memory for it: a small file with
// wrong settings must not fill the machine before load_state_dict() compares the shapes.
std::unique_ptr<TranslationModel> make_justified_model(const NamedTensors& contents, Rng& rng) {
  constexpr std::size_t for_each_tensor = 1024, for_all = std::size_t{1} << 20;  // headers and rounding
  std::size_t values = 0;
  for (const auto& [name, tensor] : contents.tensors) values += static_cast<std::size_t>(tensor.numel());
  try {
    const MemoryLimit limit(2 * values * sizeof(Scalar) + contents.tensors.size() * for_each_tensor +
                            for_all);
    return make_model(contents.metadata, rng);
  } catch (const MemoryLimitExceeded&) {
    std::vector<std::string> settings;
    for (const ModelSetting& row : model_table(contents.metadata.at("model")).rows)
      settings.push_back(row.name + " " + contents.metadata.at(row.name));
    fail("its settings describe a larger model than its tensors, which have ", values,
         " values: ", joined(settings, ", "));
  }
}

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
  // A shared parameter is stored once. Its other names are written down, for other readers of the file.
  for (const auto& [name, first] : model->shared_names()) contents.metadata["shared." + name] = first;
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
    require_finite(contents.tensors);
    translator.model = make_justified_model(contents, *translator.rng);
    translator.model->load_state_dict(contents.tensors);
    translator.model->eval();
    return translator;
  } catch (const Error& error) {
    throw Error(text("cannot use '", file, "' as a model: ", error.what()));
  }
}

void require_finite(const std::vector<std::pair<std::string, Tensor>>& tensors) {
  for (const auto& [name, tensor] : tensors) {
    const Tensor values = tensor.contiguous();
    for (Index i = 0; i < values.numel(); ++i) {
      if (!std::isfinite(values.data()[i]))
        fail("tensor '", name, "' contains ", values.data()[i], ", which is not a finite number");
    }
  }
}

void Translator::save_file(const std::string& file) const {
  const NamedTensors all = contents();  // before anything is made on the disk
  std::error_code ignored;              // if it fails, the write fails too, and says why
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), ignored);
  save_safetensors(file, all);
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
