// Vocabulary: the words that a model knows, and their token ids. Or the pieces of words: then it can write every word.
#pragma once

#include "nn/text/byte_pairs.h"
#include "nn/text/tokenizer.h"
#include "tensor/token_matrix.h"

#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace heed {

using WordCounts = std::map<std::string, Index>;

class Vocabulary {
 public:
  // Every vocabulary begins with these four special tokens: padding after short sentences, a word
  // that is not in the vocabulary, start of sequence, end of sequence.
  static constexpr Token pad = 0, unknown = 1, bos = 2, eos = 3;

  // Only the four special tokens.
  Vocabulary();

  // Takes the words that occur at least `minimum_frequency` times, sorted by frequency and then by
  // bytes, and keeps as many as fit into `maximum_size` together with the four special tokens. Throws if one
  // is not a word that to_string() can write: if it is empty, has white space, or is not UTF-8.
  static Vocabulary build(const WordCounts& counts, Index minimum_frequency = 1,
                          Index maximum_size = std::numeric_limits<Index>::max());

  // A vocabulary of pieces: the special tokens, the 256 bytes, and what the merges make. Its words are chunks
  // (nn/text/chunks.h), and no word is unknown.
  static Vocabulary of_pieces(BytePairs pairs);
  bool has_pieces() const { return pieces_.has_value(); }

  Index size() const { return static_cast<Index>(words_.size()); }
  // The word or piece. Throws if there is no such token id.
  const std::string& word(Token token) const;
  // Returns `unknown` if the word is not in the vocabulary, and also if it looks like a special
  // token: no word of a text can end a sentence or act as padding.
  Token token(const std::string& word) const;

  // Returns bos, the words, eos.
  std::vector<Token> encode(const Words& words) const;
  // The same, where each merge of pieces is left out with this probability. Throws if there are no pieces.
  std::vector<Token> encode(const Words& words, double merge_dropout, Rng& rng) const;
  // Returns the words before the first eos, without pad and bos. Pieces are put together to words; what is not UTF-8
  // then, because a model may predict any bytes, becomes U+FFFD.
  Words decode(const std::vector<Token>& tokens) const;
  // For each token the number of its word, 0, 1, ...: several pieces have the same, and each special token has its own.
  std::vector<Index> word_numbers(const std::vector<Token>& tokens) const;

  // The vocabulary as text with one word per line, stored in a separate file or inside another. A vocabulary of pieces is
  // a line "#pieces" and a line for each merge, in which a space is written \s and other bytes that are not text \xff. If
  // the text is cut short, lacks the special tokens, or has a line that is blank, contains white
  // space or repeats a word, from_string throws an error that names `file` and the line.
  std::string to_string() const;
  static Vocabulary from_string(const std::string& text, const std::string& file);
  void save(const std::string& file) const;
  static Vocabulary load(const std::string& file);

  bool operator==(const Vocabulary& other) const {
    return words_ == other.words_ && to_string() == other.to_string();
  }

 private:
  std::vector<Token> encode(const Words& words,
                            const std::function<std::vector<Index>(const std::string&)>& split) const;

  std::vector<std::string> words_;
  std::optional<BytePairs> pieces_;
  std::unordered_map<std::string, Token> tokens_;  // for all words except special tokens
};

// Adds the words of a sentence to the counts.
void count_words(const Words& sentence, WordCounts& counts);

}  // namespace heed
