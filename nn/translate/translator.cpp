#include "nn/translate/translator.h"

#include "nn/translate/settings.h"
#include "tensor/error.h"

#include <filesystem>

namespace heed {
namespace {

constexpr const char* format = "heed translator 1";

}  // namespace

NamedTensors Translator::contents() const {
  NamedTensors contents{model->state_dict(), model->settings()};
  contents.metadata["format"] = format;
  contents.metadata["tokenizer"] = tokenizer_name(tokenizer);
  contents.metadata["source_vocabulary"] = source.to_string();
  contents.metadata["target_vocabulary"] = target.to_string();
  return contents;
}

Translator Translator::from_contents(const NamedTensors& contents, const std::string& file) {
  try {
    const SettingsReader read(contents.metadata);
    if (!contents.metadata.count("format") || read.text("format") != format) {
      fail("it holds tensors, but not those of a translator");
    }
    Translator translator;
    translator.tokenizer = tokenizer_from_name(read.text("tokenizer"));
    translator.source = Vocabulary::from_string(read.text("source_vocabulary"), file);
    translator.target = Vocabulary::from_string(read.text("target_vocabulary"), file);
    if (read.integer("source_words") != translator.source.size() ||
        read.integer("target_words") != translator.target.size()) {
      fail("its vocabularies have ", translator.source.size(), " and ", translator.target.size(),
           " words, its model ", read.text("source_words"), " and ", read.text("target_words"));
    }
    translator.model = make_model(contents.metadata, *translator.rng);
    translator.model->load_state_dict(contents.tensors);
    translator.model->eval();
    return translator;
  } catch (const Error& error) {
    throw Error(text("cannot use '", file, "' as a model: ", error.what()));
  }
}

void Translator::save(const std::string& directory) const {
  std::error_code ignored;
  std::filesystem::create_directories(directory, ignored);  // if it fails, so does the write, and says why
  save_safetensors(file_in(directory), contents());
}

Translator Translator::load(const std::string& directory) {
  if (!std::filesystem::is_directory(directory)) {
    fail("there is no model directory '", directory, "'; train one with: translate train ... --out ",
         directory);
  }
  return from_contents(load_safetensors(file_in(directory)), file_in(directory));
}

}  // namespace heed
