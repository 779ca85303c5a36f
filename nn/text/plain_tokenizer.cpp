#include "nn/text/plain_tokenizer.h"

#include "nn/text/characters.h"
#include "nn/text/graphemes.h"
#include "tensor/ground/utf8.h"

#include <algorithm>

namespace heed {
namespace {

using Graphemes = std::vector<std::u32string_view>;

bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'\u2019'; }
bool is_word(char32_t c) { return !is_space(c) && !is_punctuation(c) && !is_ideograph(c) && c >= U' '; }
bool is_letter(char32_t c) { return is_word(c) && !is_digit(c); }
bool is_hebrew(char32_t c) { return c >= U'\u05D0' && c <= U'\u05EA'; }
bool is_one_of(char32_t c, std::u32string_view set) { return c != 0 && set.find(c) != set.npos; }

// The first code point of a grapheme of the sentence, or 0 outside it.
char32_t at(const Graphemes& graphemes, std::size_t i) {
  return i < graphemes.size() ? graphemes[i].front() : 0;
}
// The same if the grapheme is part of a word.
char32_t word_at(const Graphemes& graphemes, std::size_t i) {
  return is_word(at(graphemes, i)) && !is_emoji(graphemes[i]) ? at(graphemes, i) : 0;
}

// Web and mail addresses: https://a.b/c, www.a.b, me@a.b.
bool is_address(std::u32string_view word) {
  return word.find(U'@') != word.npos || word.find(U"://") != word.npos || word.starts_with(U"www");
}
bool joins_address(std::u32string_view word, const Graphemes& sentence, std::size_t i) {
  const char32_t mark = at(sentence, i), after = at(sentence, i + 1);
  if (mark == U':' && after == U'/' && at(sentence, i + 2) == U'/') return true;
  if (mark == U'/' && (word.ends_with(U":") || word.ends_with(U":/"))) return true;
  return is_address(word) && is_one_of(mark, U".:/?=&#%+~-_") &&
         (mark == U'/' || after == U'/' || word_at(sentence, i + 1));
}

// Whether the mark is an initial's point, as in "e.g." and "U.S.A.": another initial follows.
bool joins_initials(std::u32string_view word, const Graphemes& sentence, std::size_t i) {
  const bool after_initial = word.size() == 1 || (word.size() > 2 && word[word.size() - 2] == U'.');
  return at(sentence, i) == U'.' && after_initial && is_letter(word.back()) &&
         is_letter(word_at(sentence, i + 1)) && at(sentence, i + 2) == U'.';
}

// Whether the mark at `i` is inside the word before it: don't, t-shirt, 3.14, 10:30, and/or, AT&T.
bool joins(std::u32string_view word, const Graphemes& sentence, std::size_t i) {
  const char32_t before = word.back(), mark = at(sentence, i), after = word_at(sentence, i + 1);
  if (joins_address(word, sentence, i) || joins_initials(word, sentence, i)) return true;
  if (after == 0) return false;
  if (is_apostrophe(mark) || is_one_of(mark, U"-‐‑_&@/·׳״՛՜՞")) return true;
  if (mark == U'"') return is_hebrew(before) && is_hebrew(after);  // צה"ל
  if (mark == U'°') return is_digit(before);
  return is_digit(before) && is_digit(after) && is_one_of(mark, U".,:٫٬–−+×÷*=^~．，：／");
}

// Whether the mark at `i` begins a word: #tag, @name, -5, °C.
bool begins_word(const Graphemes& sentence, std::size_t i) {
  const char32_t before = i == 0 ? U' ' : at(sentence, i - 1), mark = at(sentence, i),
                 after = word_at(sentence, i + 1);
  if (!is_space(before) && !is_one_of(before, U"([{\"'„“‘«¿¡")) return false;
  return (is_one_of(mark, U"#@°") && after != 0) || (is_one_of(mark, U"+-−") && is_digit(after));
}

// Greek has two small sigmas: ς after the last letter of a word, σ elsewhere. Marks, apostrophes and points do
// not count (Unicode Standard, section 3.13).
void lower_sigmas(std::u32string& word) {
  const auto letter_in = [](auto begin, auto end) {
    const auto found = std::find_if_not(begin, end, [](char32_t c) {
      return is_apostrophe(c) || is_one_of(c, U".:·") || extends_grapheme(c);
    });
    return found != end && is_letter(*found);
  };
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] != U'Σ') continue;
    const auto here = word.begin() + static_cast<std::ptrdiff_t>(i);
    const bool last =
        letter_in(std::make_reverse_iterator(here), word.rend()) && !letter_in(here + 1, word.end());
    word[i] = last ? U'ς' : U'σ';
  }
}

}  // namespace

Words tokenize_plainly(std::string_view sentence) {
  const std::u32string text = decode_utf8(sentence);
  const Graphemes parts = graphemes(text);
  Words words;
  std::u32string word;
  const auto finish_word = [&] {
    if (word.empty()) return;
    lower_sigmas(word);
    words.push_back(encode_utf8(word));
    word.clear();
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const char32_t first = parts[i].front();
    if (word_at(parts, i)) {
      for (const char32_t c : parts[i]) word += c == U'Σ' ? c : lower_case(c);
    } else if (parts[i].size() == 1 && (word.empty() ? begins_word(parts, i) : joins(word, parts, i))) {
      word += is_apostrophe(first) ? U'\'' : first;
    } else {
      finish_word();
      if (!is_space(first) && first >= U' ') words.push_back(encode_utf8(parts[i]));
    }
  }
  finish_word();
  return words;
}

}  // namespace heed
