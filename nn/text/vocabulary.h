// Vocabulary: the words that a model knows, and their numbers.
#pragma once

#include "nn/text/tokenizer.h"
#include "tensor/token_matrix.h"

#include <limits>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace heed {

using WordCounts = std::map<std::string, Index>;

class Vocabulary {
 public:
  // Every vocabulary begins with these four: filler behind short sentences, a word that is not in the
  // vocabulary, the beginning of a sentence and its end.
  static constexpr Token pad = 0, unknown = 1, bos = 2, eos = 3;

  Vocabulary();  // the four alone

  // The counted words that occur `minimum_frequency` times or more, the frequent first and equally frequent
  // ones in the order of their bytes; of these, as many as fit into `maximum_size` with the four specials.
  static Vocabulary build(const WordCounts& counts, Index minimum_frequency = 1,
                          Index maximum_size = std::numeric_limits<Index>::max());

  Index size() const { return static_cast<Index>(words_.size()); }
  const std::string& word(Token token) const;  // throws when there is no such number
  // `unknown` when the word is not in the vocabulary, and also for a word of a text that looks like a
  // special: what stands in a text can never end a sentence or act as padding.
  Token token(const std::string& word) const;

  std::vector<Token> encode(const Words& words) const;   // bos, the words, eos
  Words decode(const std::vector<Token>& tokens) const;  // up to the first eos; pad and bos are left out

  // As text, one word a line, by which it is stored in a file of its own or inside another. from_string
  // throws, naming `file` and the line, when the text was cut short, the specials are missing, or a line is
  // blank, has white space in it, or repeats a word.
  std::string to_string() const;
  static Vocabulary from_string(const std::string& text, const std::string& file);
  void save(const std::string& file) const;
  static Vocabulary load(const std::string& file);

  bool operator==(const Vocabulary& other) const { return words_ == other.words_; }

 private:
  std::vector<std::string> words_;
  std::unordered_map<std::string, Token> tokens_;  // of the words that are no specials
};

// Adds a sentence's words to the counts.
void count_words(const Words& sentence, WordCounts& counts);

}  // namespace heed
