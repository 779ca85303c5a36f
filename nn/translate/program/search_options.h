// The options that the commands share that translate or use a model.
#pragma once

#include "nn/program/program.h"
#include "nn/translate/translator.h"
#include "nn/translate/unknown_words.h"
#include "tensor/ground/options.h"

namespace heed {

// --model, and the options of the search and of unknown words.
std::vector<Option> decoding_options();
const Option length_option{"--max-length", "N", "1000",
                           "maximum number of words; a longer sentence is an error"};

// How a command translates.
struct Decoding {
  SearchOptions search;
  bool copies = false;  // <unk> becomes a source word, or its translation
  Dictionary dictionary;

  // The words of a translation. `copied` gets a mark for each word that was taken from the source.
  Words words(const Translation& translation, const Words& source, const Translator& translator,
              std::vector<bool>* copied = nullptr) const;
};

// Throws for values that are not allowed, and if the translator cannot copy and the user wants it to.
Decoding decoding(const Options& options, const Translator& translator);

// The models that --model names, as one translator.
Translator load_translator(const Options& options);

// A sentence as the model reads it. Throws for a sentence that is longer than --max-length or than the model
// can read: without a limit, a line of megabytes would keep the machine busy for hours. `where` names the
// sentence in the error.
Tokens encode_source(const Words& words, const Translator& translator, const Options& options,
                     const std::string& where);

}  // namespace heed
