#include "nn/translate/translator.h"

#include "nn/training/model_file.h"
#include "nn/translate/model_tables.h"
#include "nn/translate/tokenizer_settings.h"
#include "tensor/ground/error.h"

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
  add_shared_names(contents.metadata, *model);
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
    make_justified(contents, model_table(read.text("model")),
                   [&] { translator.model = make_model(contents.metadata, *translator.rng); });
    translator.model->load_state_dict(contents.tensors);
    translator.model->eval();
    return translator;
  } catch (const Error& error) {
    throw Error(text("cannot use '", file, "' as a model: ", error.what()));
  }
}

void Translator::save_file(const std::string& file) const { save_model_file(file, contents()); }

Translator Translator::load_file(const std::string& file) {
  return from_contents(load_safetensors(file), file);
}

void Translator::save(const std::string& directory) const { save_file(model_file_in(directory)); }

Translator Translator::load(const std::string& directory) {
  return from_contents(load_model_file_in(directory), model_file_in(directory));
}

}  // namespace heed
