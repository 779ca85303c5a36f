#include "nn/text/symbols.h"

#include "nn/text/characters.h"
#include "nn/text/normalize.h"
#include "tensor/ground/utf8.h"

#include <array>
#include <utility>

namespace heed {
namespace {

const std::string line_end = "\\n";
const std::array<std::pair<char32_t, std::string>, 4> written{
    {{U' ', "\\s"}, {U'\t', "\\t"}, {U'\n', line_end}, {U'\\', "\\\\"}}};

std::string symbol_of(char32_t c) {
  for (const auto& [character, symbol] : written)
    if (character == c) return symbol;
  return is_space(c) ? symbol_of(U' ') : encode_utf8(std::u32string_view(&c, 1));
}

}  // namespace

Words symbols(std::string_view text, SymbolKind kind) {
  Words result;
  if (kind == SymbolKind::characters) {
    for (const char32_t c : decode_utf8(normalize(text))) result.push_back(symbol_of(c));
    return result;
  }
  for (;;) {
    const std::size_t end = text.find('\n');
    for (std::string& word : tokenize(text.substr(0, end), Tokenizer::plain))
      result.push_back(std::move(word));
    if (end == text.npos) return result;
    result.push_back(line_end);
    text.remove_prefix(end + 1);
  }
}

std::string text_of_symbols(const Words& symbols, SymbolKind kind) {
  std::string result;
  if (kind == SymbolKind::characters) {
    for (const std::string& symbol : symbols) {
      std::string text = symbol;
      for (const auto& [character, escape] : written)
        if (symbol == escape) text = static_cast<char>(character);
      result += text;
    }
    return result;
  }
  Words line;
  for (const std::string& symbol : symbols) {
    if (symbol != line_end) {
      line.push_back(symbol);
    } else {
      result += detokenize(std::exchange(line, {}), Tokenizer::plain) + "\n";
    }
  }
  return result + detokenize(line, Tokenizer::plain);
}

}  // namespace heed
