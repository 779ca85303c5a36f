// A generator: a language model with its vocabulary, and the file that contains both.
#pragma once

#include "nn/generate/gpt_table.h"
#include "nn/text/symbols.h"
#include "nn/text/vocabulary.h"
#include "tensor/files/safetensors.h"

#include <memory>
#include <string>

namespace heed {

// What a passage of its text is: a line, or a whole file.
enum class PassageKind { line, text };

struct Generator {
  Vocabulary vocabulary;
  SymbolKind symbols = SymbolKind::characters;
  PassageKind passages = PassageKind::line;
  std::shared_ptr<Rng> rng = std::make_shared<Rng>();  // the source of the model's random numbers
  std::unique_ptr<GPT> model;

  GPT& checked_model() const;  // throws if there is none

  // Everything as named tensors and text, the form of the file. from_contents() throws, naming `file`, if
  // the contents are not those of a generator.
  NamedTensors contents() const;
  static Generator from_contents(const NamedTensors& contents, const std::string& file);

  // DIRECTORY/model.safetensors (see model_file.h). load() throws, naming the file, if it is missing, damaged, or
  // not the file of a generator.
  void save(const std::string& directory) const;
  static Generator load(const std::string& directory);
};

}  // namespace heed
