#include "nn/translate/unknown_words.h"

#include "nn/text/lines.h"
#include "tensor/ground/error.h"

#include <algorithm>

namespace heed {

Dictionary read_dictionary(const std::string& file) {
  Dictionary dictionary;
  std::size_t number = 0;
  for (const std::string& line : read_lines(file)) {
    ++number;
    if (line.empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == 0 || tab == line.npos || tab + 1 == line.size() || line.find('\t', tab + 1) != line.npos)
      fail(file, ":", number, ": expected a word, a tab and its translation, found '", shortened(line, 200),
           "'");
    if (!dictionary.emplace(line.substr(0, tab), line.substr(tab + 1)).second)
      fail(file, ":", number, ": '", line.substr(0, tab), "' is there twice");
  }
  return dictionary;
}

Words copy_unknown(const Words& words, const Words& source, const Translation& translation,
                   const Dictionary& dictionary, std::vector<bool>& copied) {
  Words result = words;
  copied.assign(words.size(), false);
  for (std::size_t i = 0; i < words.size() && i < translation.weights.size() && !source.empty(); ++i) {
    if (translation.tokens[i] != Vocabulary::unknown) continue;
    const std::vector<double>& weights = translation.weights[i];
    // Without <bos> before the words, and <eos> and padding after them.
    const auto begin = weights.begin() + 1, end = begin + std::ssize(source);
    const std::string& word = source[static_cast<std::size_t>(std::max_element(begin, end) - begin)];
    const auto translated = dictionary.find(word);
    result[i] = translated == dictionary.end() ? word : translated->second;
    copied[i] = true;
  }
  return result;
}

}  // namespace heed
