#include "nn/text/tokenizer.h"

#include "nn/text/characters.h"
#include "nn/text/chunks.h"
#include "nn/text/graphemes.h"
#include "nn/text/normalize.h"
#include "nn/text/old_tokenizer.h"
#include "nn/text/plain_tokenizer.h"
#include "tensor/ground/utf8.h"

#include <algorithm>
#include <span>

namespace heed {
namespace {

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

// 。，！ and related marks, whose glyphs include their own space.
bool is_wide_mark(char32_t c) {
  return ((c > U'\u3000' && c < U'\u3100') || (c >= U'\ufe30' && c < U'\uffef')) && is_punctuation(c);
}

// Which side of a mark is written without a space.
enum class Side { neither, left, right };

bool starts_with_digit(const std::string& word) {
  return !word.empty() && is_digit(decode_utf8(word).front());
}

// `rest`: this word and those after it.
Side closed_side(std::u32string_view word, std::span<const std::string> rest, bool inside_quotes,
                 bool inside_single) {
  if (word.size() != 1) return Side::neither;
  constexpr std::u32string_view at_left =
                                    U".,;:!?)]}%‰°…”’»‼⁇⁈⁉、。，！？：；）」』"
                                    U"،؛؟۔٪।॥։՛՜՝՞׃།༎၊။።፣፤፥፦፧។៕៖᠂᠃",
                                at_right = U"([{¿¡«„‘$£（「『", currencies = U"€¥₩₪₫₱₴₹₺₽";
  if (at_left.find(word) != word.npos) return Side::left;
  if (at_right.find(word) != word.npos) return Side::right;
  if (currencies.find(word) != word.npos && rest.size() > 1 && starts_with_digit(rest[1])) return Side::right;
  if (word == U"\"" || word == U"“") return inside_quotes ? Side::left : Side::right;
  if (word == U"'") {  // a quotation mark if there is a second one, else an apostrophe
    const bool opens = !inside_single && std::find(rest.begin() + 1, rest.end(), "'") != rest.end();
    return opens ? Side::right : Side::left;
  }
  return Side::neither;
}

// What a word looks like at the place where the next one follows, or the last one precedes it.
enum class Edge { other, ideograph, digit, emoji, wide_mark };

Edge edge(std::u32string_view word, char32_t c) {
  if (is_emoji(word)) return Edge::emoji;
  if (is_ideograph(c)) return Edge::ideograph;
  if (is_digit(c)) return Edge::digit;
  return is_wide_mark(c) ? Edge::wide_mark : Edge::other;
}

// Whether two words are written without a space: 我爱, 3月5日, 。and what follows it, 😀😀.
bool touches(Edge left, Edge right) {
  if (left == Edge::ideograph) return right == Edge::ideograph || right == Edge::digit;
  if (left == Edge::digit) return right == Edge::ideograph;
  return left == Edge::wide_mark || (left == Edge::emoji && right == Edge::emoji);
}

std::string arrange(const Words& words) {
  std::string line;
  bool inside_quotes = false, inside_single = false, space_wanted = false;
  Edge last = Edge::other;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const std::u32string characters = decode_utf8(word);
    if (characters.empty()) continue;
    const Side side = closed_side(characters, std::span(words).subspan(i), inside_quotes, inside_single);
    if (space_wanted && side != Side::left && !touches(last, edge(characters, characters.front())))
      line += ' ';
    line += word;
    const bool time =
        word == ":" && last == Edge::digit && i + 1 < words.size() && starts_with_digit(words[i + 1]);
    space_wanted = side != Side::right && !time;
    last = edge(characters, characters.back());
    // In German „ opens and “ closes; in English “ opens and ” closes.
    if (word == "\"") inside_quotes = !inside_quotes;
    if (word == "„" || word == "“" || word == "”")
      inside_quotes = word == "„" || (word == "“" && !inside_quotes);
    if (word == "'") inside_single = side == Side::right;
  }
  return line;
}

// The chunks of the sentence without white space at its ends. The first word gets the space that every other word has.
Words spaced_words(const std::string& sentence) {
  std::size_t begin = sentence.size(), end = 0;
  for (std::size_t position = 0; position < sentence.size();) {
    const std::size_t start = position;
    if (is_space(next_code_point(sentence, position))) continue;
    begin = std::min(begin, start);
    end = position;
  }
  return begin < end ? chunks(" " + sentence.substr(begin, end - begin)) : Words();
}

}  // namespace

Words tokenize(std::string_view sentence, Tokenizer tokenizer) {
  switch (tokenizer) {
    case Tokenizer::plain:
      return tokenize_plainly(normalize(sentence));
    case Tokenizer::split:
      return split_at_white_space(normalize(sentence));
    case Tokenizer::bpe:
      return spaced_words(normalize(sentence));
    case Tokenizer::old_plain:
      return tokenize_plainly_as_before(sentence);
    case Tokenizer::old_split:
      return split_at_white_space(sentence);
  }
  return {};
}

std::string detokenize(const Words& words, Tokenizer tokenizer) {
  if (tokenizer == Tokenizer::plain || tokenizer == Tokenizer::old_plain) return arrange(words);
  std::string line;
  if (tokenizer == Tokenizer::bpe) {
    for (const std::string& word : words) line += word;
    return line.starts_with(' ') ? line.substr(1) : line;
  }
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

}  // namespace heed
