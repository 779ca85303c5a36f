// A translator: a model with its two vocabularies and its tokeniser, and the file that contains them all.
#pragma once

#include "nn/translate/search.h"
#include "tensor/files/safetensors.h"

#include <memory>
#include <string>
#include <vector>

namespace heed {

struct Translator {
  Vocabulary source, target;
  Tokenizer tokenizer = Tokenizer::plain;
  std::shared_ptr<Rng> rng = std::make_shared<Rng>();  // the source of the model's random numbers
  std::unique_ptr<TranslationModel> model;

  TranslationModel& checked_model() const;  // throws if there is none

  // Everything as named tensors and text, the form of the file. from_contents() throws, naming `file`, if
  // the contents are not those of a translator.
  NamedTensors contents() const;
  static Translator from_contents(const NamedTensors& contents, const std::string& file);

  // DIRECTORY/model.safetensors (see model_file.h). load() throws, naming the file, if it is missing, damaged, or
  // not the file of a translator.
  void save(const std::string& directory) const;
  static Translator load(const std::string& directory);

  // The same for a file of any name.
  void save_file(const std::string& file) const;
  static Translator load_file(const std::string& file);
};

}  // namespace heed
