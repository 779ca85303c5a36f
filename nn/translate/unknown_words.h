// What to write for a word that the vocabulary does not have.
#pragma once

#include "nn/translate/search.h"

#include <map>

namespace heed {

// Translations of single words, by their words.
using Dictionary = std::map<std::string, std::string>;

// Reads lines "word TAB translation". Throws, naming the file and the line, if a line has another form or a
// word is there twice.
Dictionary read_dictionary(const std::string& file);

// The words of a translation, where each <unk> becomes the source word to which the model attended most when it wrote it:
// its translation if the dictionary has one, or else the word itself (Luong et al., 2015, "Addressing the rare word
// problem"). `copied` gets a mark for each word that was replaced. The translation needs weights.
Words copy_unknown(const Words& words, const Words& source, const Translation& translation,
                   const Dictionary& dictionary, std::vector<bool>& copied);

}  // namespace heed
