#include "tutorials/weave/compare.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <vector>

namespace heed::weave {
namespace {

// A part of a text that is compared as a whole: a number, a colour, or a run of other characters.
struct Piece {
  enum Kind { number, colour, words, line_end } kind;
  std::string_view text;
  double value = 0;
  int decimals = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Returns the length of the number that begins at `at`; 0 if no number begins there. A sign is part
// of the number unless it follows a letter, a digit or another sign, as in "GRU-2" or "3-4".
std::size_t number_length(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  if (text[begin] == '-') {
    const char before = at == 0 ? ' ' : text[at - 1];
    if (std::isalnum(static_cast<unsigned char>(before)) != 0 || before == '-') return 0;
    ++begin;
  }
  if (begin >= text.size() || !is_digit(text[begin])) return 0;
  double ignored;
  const auto end = std::from_chars(text.data() + at, text.data() + text.size(), ignored).ptr;
  return static_cast<std::size_t>(end - text.data()) - at;
}

bool is_colour(std::string_view text, std::size_t at) {
  if (text[at] != '#' || at + 7 > text.size()) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                     text.begin() + static_cast<std::ptrdiff_t>(at) + 7,
                     [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
}

Piece number_piece(std::string_view text) {
  Piece piece{Piece::number, text};
  std::from_chars(text.data(), text.data() + text.size(), piece.value);
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos && text.find_first_of("eE") == std::string_view::npos) {
    piece.decimals = static_cast<int>(text.size() - point) - 1;
  }
  return piece;
}

std::vector<Piece> pieces(std::string_view text) {
  std::vector<Piece> result;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 1;
    if (text[at] == '\n') {
      result.push_back({Piece::line_end, text.substr(at, 1)});
    } else if (text[at] == ' ') {
      // only separates
    } else if (is_colour(text, at)) {
      length = 7;
      result.push_back({Piece::colour, text.substr(at, length)});
    } else if (const std::size_t digits = number_length(text, at); digits > 0) {
      length = digits;
      result.push_back(number_piece(text.substr(at, length)));
    } else {
      while (at + length < text.size() && text[at + length] != ' ' && text[at + length] != '\n' &&
             !is_colour(text, at + length) && number_length(text, at + length) == 0) {
        ++length;
      }
      result.push_back({Piece::words, text.substr(at, length)});
    }
    at += length;
  }
  return result;
}

bool agree(const Piece& a, const Piece& b, const Tolerance& tolerance) {
  if (a.text == b.text) return true;
  if (a.kind != b.kind) return false;
  if (a.kind == Piece::number) {
    const double apart = std::abs(a.value - b.value);
    const double larger = std::max(std::abs(a.value), std::abs(b.value));
    const int decimals = std::max(a.decimals, b.decimals);
    const double last_digit = decimals >= 3 ? 1.01 * std::pow(10.0, -decimals) : 0;
    return apart <= std::max(tolerance.relative * larger + tolerance.absolute, last_digit);
  }
  if (a.kind != Piece::colour) return false;
  const int steps = 3 + static_cast<int>(255 * std::min(1.0, tolerance.relative));
  for (std::size_t channel = 1; channel < 7; channel += 2) {
    int x = 0, y = 0;
    std::from_chars(a.text.data() + channel, a.text.data() + channel + 2, x, 16);
    std::from_chars(b.text.data() + channel, b.text.data() + channel + 2, y, 16);
    if (std::abs(x - y) > steps) return false;
  }
  return true;
}

std::string shown(const std::vector<Piece>& all, std::size_t i) {
  if (i >= all.size()) return "the end";
  return all[i].kind == Piece::line_end ? "the end of the line" : "'" + std::string(all[i].text) + "'";
}

}  // namespace

std::string difference(std::string_view old_text, std::string_view fresh, const Tolerance& tolerance) {
  std::vector<Piece> before = pieces(old_text), now = pieces(fresh);
  if (tolerance.any_words) {
    for (std::vector<Piece>* side : {&before, &now})
      std::erase_if(*side, [](const Piece& piece) { return piece.kind == Piece::words; });
  }
  int line = 1;
  for (std::size_t i = 0; i < std::max(before.size(), now.size()); ++i) {
    if (i >= before.size() || i >= now.size() || !agree(before[i], now[i], tolerance)) {
      return "line " + std::to_string(line) + ": " + shown(before, i) + " became " + shown(now, i);
    }
    line += before[i].kind == Piece::line_end ? 1 : 0;
  }
  return "";
}

}  // namespace heed::weave
