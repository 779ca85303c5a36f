#include "nn/text/tokenizer.h"

#include "nn/text/characters.h"
#include "tensor/ground/utf8.h"

namespace heed {
namespace {

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'\u2019'; }
bool is_hyphen(char32_t c) { return c == U'-' || c == U'\u2010' || c == U'\u2011'; }
bool is_word(char32_t c) { return !is_space(c) && !is_punctuation(c) && !is_ideograph(c) && c >= U' '; }

// Whether a mark between these two characters is part of a word.
bool joins(char32_t before, char32_t mark, char32_t after) {
  if (is_apostrophe(mark) || is_hyphen(mark)) return is_word(before) && is_word(after);
  return (mark == U'.' || mark == U',') && is_digit(before) && is_digit(after);
}

Words split_at_white_space(std::string_view sentence) {
  Words words;
  bool inside = false;
  for (std::size_t position = 0; position < sentence.size();) {
    const std::size_t start = position;
    if (is_space(next_code_point(sentence, position))) {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    words.back() += sentence.substr(start, position - start);
    inside = true;
  }
  return words;
}

Words tokenize_plainly(std::string_view sentence) {
  const std::u32string characters = decode_utf8(sentence);
  Words words;
  std::u32string word;
  const auto finish_word = [&] {
    if (!word.empty()) words.push_back(encode_utf8(word));
    word.clear();
  };
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const char32_t c = lower_case(characters[i]);
    const char32_t after = i + 1 < characters.size() ? characters[i + 1] : U' ';
    if (is_word(c)) {
      word += c;
    } else if (!word.empty() && joins(word.back(), c, after)) {
      word += is_apostrophe(c) ? U'\'' : c;
    } else {
      finish_word();
      if (is_punctuation(c) || is_ideograph(c)) words.push_back(encode_utf8({&c, 1}));
    }
  }
  finish_word();
  return words;
}

// 。，！ and related marks, whose glyphs include their own space.
bool is_wide_mark(char32_t c) { return c > U'\u3000' && c < U'\uffef' && is_punctuation(c); }

// Which side of a mark is written without a space.
enum class Side { neither, left, right };

Side closed_side(std::u32string_view word, bool inside_quotes) {
  if (word.size() != 1) return Side::neither;
  constexpr std::u32string_view at_left = U".,;:!?)]}%…”’»、。，！？：；）」』",
                                at_right = U"([{¿¡«„‘$£（「『";
  if (at_left.find(word) != word.npos) return Side::left;
  if (at_right.find(word) != word.npos) return Side::right;
  if (word == U"\"" || word == U"“") return inside_quotes ? Side::left : Side::right;
  return Side::neither;
}

std::string arrange(const Words& words) {
  std::string line;
  bool inside_quotes = false, space_wanted = false, after_ideograph = false;
  for (const std::string& word : words) {
    const std::u32string characters = decode_utf8(word);
    if (characters.empty()) continue;
    const Side side = closed_side(characters, inside_quotes);
    const bool ideograph = is_ideograph(characters.front());
    if (space_wanted && side != Side::left && !(after_ideograph && ideograph)) line += ' ';
    line += word;
    space_wanted = side != Side::right;
    after_ideograph = ideograph || is_wide_mark(characters.back());
    // In German „ opens and “ closes; in English “ opens and ” closes.
    if (word == "\"") inside_quotes = !inside_quotes;
    if (word == "„" || word == "“" || word == "”")
      inside_quotes = word == "„" || (word == "“" && !inside_quotes);
  }
  return line;
}

}  // namespace

Words tokenize(std::string_view sentence, Tokenizer tokenizer) {
  return tokenizer == Tokenizer::plain ? tokenize_plainly(sentence) : split_at_white_space(sentence);
}

std::string detokenize(const Words& words, Tokenizer tokenizer) {
  if (tokenizer == Tokenizer::plain) return arrange(words);
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

}  // namespace heed
