#include "nn/text/vocabulary.h"

#include "nn/text/byte_pairs_text.h"
#include "nn/text/chunks.h"
#include "nn/text/lines.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tensor/ground/utf8.h"

#include <algorithm>
#include <array>

namespace heed {
namespace {

constexpr std::array<const char*, 4> specials = {"<pad>", "<unk>", "<bos>", "<eos>"};

bool is_special(const std::string& word) {
  return std::find(specials.begin(), specials.end(), word) != specials.end();
}

// Whether a line of a vocabulary can be this word. The word is not normalised: an older model's may not be.
bool is_one_word(const std::string& word) {
  return !why_not_text(word, word) && tokenize(word, Tokenizer::old_split) == Words{word};
}

constexpr Token first_piece = 4;
}  // namespace

Vocabulary::Vocabulary() : words_(specials.begin(), specials.end()) {}

Vocabulary Vocabulary::build(const WordCounts& counts, Index minimum_frequency, Index maximum_size) {
  Vocabulary vocabulary;
  if (maximum_size < vocabulary.size()) {
    fail("a vocabulary of at most ", maximum_size, " words has no room for the ", vocabulary.size(),
         " special tokens <pad>, <unk>, <bos> and <eos>");
  }
  std::vector<std::pair<std::string, Index>> ranked;
  for (const auto& [word, count] : counts) {
    if (count < minimum_frequency || is_special(word)) continue;
    if (!is_one_word(word)) {
      fail("vocabulary: '", word,
           "' is not a word: it is empty, has white space or is not UTF-8; tokenize the text first");
    }
    ranked.emplace_back(word, count);
  }
  // The counts are in the order of the words' bytes; a stable sort keeps this order
  // for equal frequencies.
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [word, count] : ranked) {
    if (vocabulary.size() == maximum_size) break;
    vocabulary.tokens_.emplace(word, static_cast<Token>(vocabulary.size()));
    vocabulary.words_.push_back(word);
  }
  return vocabulary;
}

Vocabulary Vocabulary::of_pieces(BytePairs pairs) {
  Vocabulary vocabulary;
  for (Index piece = 0; piece < pairs.pieces(); ++piece) vocabulary.words_.push_back(pairs.piece(piece));
  vocabulary.pieces_ = std::move(pairs);
  return vocabulary;
}

const std::string& Vocabulary::word(Token token) const {
  if (token < 0 || token >= size()) {
    fail("vocabulary: token id ", token, " is out of range: there are ", size(), " words");
  }
  return words_[static_cast<std::size_t>(token)];
}

Token Vocabulary::token(const std::string& word) const {
  const auto found = tokens_.find(word);
  return found == tokens_.end() ? unknown : found->second;
}

std::vector<Token> Vocabulary::encode(const Words& words) const {
  if (pieces_) return encode(words, [&](const std::string& word) { return pieces_->split(word); });
  std::vector<Token> tokens = {bos};
  for (const std::string& word : words) tokens.push_back(token(word));
  tokens.push_back(eos);
  return tokens;
}

std::vector<Token> Vocabulary::encode(const Words& words, double merge_dropout, Rng& rng) const {
  if (!pieces_) fail("vocabulary: words have no merges to leave out; use a vocabulary of pieces");
  return encode(words, [&](const std::string& word) { return pieces_->split(word, merge_dropout, rng); });
}

std::vector<Token> Vocabulary::encode(
    const Words& words, const std::function<std::vector<Index>(const std::string&)>& split) const {
  std::vector<Token> tokens = {bos};
  for (const std::string& word : words) {
    for (const Index piece : split(word)) tokens.push_back(static_cast<Token>(piece) + first_piece);
  }
  tokens.push_back(eos);
  return tokens;
}

Words Vocabulary::decode(const std::vector<Token>& tokens) const {
  if (pieces_) {
    std::string text;
    for (const Token token : tokens) {
      if (token == eos) break;
      if (token >= first_piece) text += word(token);
    }
    return chunks(encode_utf8(decode_utf8(text)));
  }
  Words words;
  for (const Token token : tokens) {
    if (token == eos) break;
    if (token != pad && token != bos) words.push_back(word(token));
  }
  return words;
}

std::vector<Index> Vocabulary::word_numbers(const std::vector<Token>& tokens) const {
  std::string text;
  for (const Token token : tokens) {
    if (pieces_ && token >= first_piece) text += word(token);
  }
  const Words words = chunks(text);
  std::vector<Index> numbers;
  std::size_t word = 0, begin = 0,
              end = 0;  // the next word; where the next piece begins, and the current word ends
  Index number = -1;
  for (const Token token : tokens) {
    const bool is_piece = pieces_ && token >= first_piece;
    if (!is_piece || begin >= end) ++number;
    if (is_piece) {
      while (begin >= end) end += words[word++].size();
      begin += this->word(token).size();
    }
    numbers.push_back(number);
  }
  return numbers;
}

std::string Vocabulary::to_string() const {
  if (pieces_) return byte_pairs_text(*pieces_);
  std::string lines;
  for (const std::string& word : words_) lines += word + '\n';
  return lines;
}

Vocabulary Vocabulary::from_string(const std::string& text, const std::string& file) {
  if (is_byte_pairs_text(text)) return of_pieces(byte_pairs_from_text(text, file));
  const std::vector<std::string> lines = split_lines(text, file);
  if (lines.size() < specials.size()) {
    fail(file, ": a vocabulary of ", lines.size(), " words is smaller than its ", specials.size(),
         " special tokens <pad>, <unk>, <bos> and <eos>");
  }
  if (!text.ends_with('\n')) {
    fail(file, ":", lines.size(), ": the vocabulary ends in the middle of a line; was the file cut short?");
  }
  Vocabulary vocabulary;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& word = lines[i];
    const std::string place = file + ":" + std::to_string(i + 1);
    if (i < specials.size()) {
      if (word != specials[i]) fail(place, ": expected ", specials[i], ", found '", word, "'");
      continue;
    }
    if (!is_one_word(word)) fail(place, ": expected one word, found '", word, "'");
    const bool is_new = vocabulary.tokens_.emplace(word, static_cast<Token>(i)).second;
    if (!is_new || is_special(word)) fail(place, ": '", word, "' occurs twice in the vocabulary");
    vocabulary.words_.push_back(word);
  }
  return vocabulary;
}

void Vocabulary::save(const std::string& file) const { write_file(file, {to_string()}); }

Vocabulary Vocabulary::load(const std::string& file) { return from_string(read_file(file), file); }

void count_words(const Words& sentence, WordCounts& counts) {
  for (const std::string& word : sentence) ++counts[word];
}

}  // namespace heed
