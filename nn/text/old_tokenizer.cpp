#include "nn/text/old_tokenizer.h"

#include "nn/text/characters.h"
#include "tensor/ground/utf8.h"

namespace heed {
namespace {

bool is_western_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'\u2019'; }
bool is_hyphen(char32_t c) { return c == U'-' || c == U'\u2010' || c == U'\u2011'; }
bool is_word(char32_t c) { return !is_space(c) && !was_punctuation(c) && !is_ideograph(c) && c >= U' '; }

// Whether a mark between these two characters is part of a word.
bool joins(char32_t before, char32_t mark, char32_t after) {
  if (is_apostrophe(mark) || is_hyphen(mark)) return is_word(before) && is_word(after);
  return (mark == U'.' || mark == U',') && is_western_digit(before) && is_western_digit(after);
}

}  // namespace

Words tokenize_plainly_as_before(std::string_view sentence) {
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
      if (was_punctuation(c) || is_ideograph(c)) words.push_back(encode_utf8({&c, 1}));
    }
  }
  finish_word();
  return words;
}

}  // namespace heed
