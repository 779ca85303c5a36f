#include "nn/text/chunks.h"

#include "nn/text/characters.h"
#include "nn/text/graphemes.h"
#include "tensor/ground/utf8.h"

namespace heed {
namespace {

enum class Kind { space, mark, digit, letter };

Kind kind_of(char32_t c) {
  if (is_space(c)) return Kind::space;
  if (is_punctuation(c) || c == U'\ufffd') return Kind::mark;
  return is_digit(c) ? Kind::digit : Kind::letter;
}

}  // namespace

Words chunks(std::string_view text) {
  Words result;
  bool open = false;  // the last chunk may grow: it is a space, a word or a number
  Kind last = Kind::mark;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t start = position;
    const char32_t c = next_code_point(text, position);
    const std::string_view bytes = text.substr(start, position - start);
    const bool extends = start > 0 && extends_grapheme(c);
    const Kind kind = extends ? last : kind_of(c);
    const bool after_space = open && last == Kind::space && result.back() == " " && kind != Kind::space;
    const bool continues = open && kind == last && kind != Kind::mark && kind != Kind::space;
    if (after_space || continues || extends) {
      result.back() += bytes;
    } else {
      result.emplace_back(bytes);
    }
    last = kind;
    open = true;
  }
  return result;
}

}  // namespace heed
