// A translator: a model with its two vocabularies and its tokeniser, and the one file that holds them all.
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
  std::shared_ptr<Rng> rng = std::make_shared<Rng>();  // what the model draws its dropout from
  std::unique_ptr<TranslationModel> model;

  // Everything as named tensors and text, the form of the file.
  NamedTensors contents() const;
  static Translator from_contents(const NamedTensors& contents, const std::string& file);

  // DIRECTORY/model.safetensors. load() throws, naming the file, when it is missing, damaged or of another
  // kind.
  static std::string file_in(const std::string& directory) { return directory + "/model.safetensors"; }
  void save(const std::string& directory) const;
  static Translator load(const std::string& directory);

  // The same as a file of any name; and DIRECTORY/epoch-003.safetensors, the model as it was after each epoch
  // if training was asked to keep it, with the numbers of those that are there, in order.
  void save_file(const std::string& file) const;
  static Translator load_file(const std::string& file);
  static std::string epoch_file_in(const std::string& directory, Index epoch);
  static std::vector<Index> epochs_in(const std::string& directory);
};

}  // namespace heed
