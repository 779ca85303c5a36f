// Error: what went wrong, and where. Every error of the library is an Error, and its text opens with the path
// of the module that was running, for example
//     decoder.layers.1.self_attention: matmul: (32, 10, 64) x (60, 64): inner sizes 64 and 60 differ
#pragma once

#include "tensor/ground/printable.h"
#include "tensor/ground/scope.h"

#include <concepts>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace heed {

// Its text is safe to print, whatever it quotes: it is escaped, and the middle of a text of more than 5000
// bytes is left out.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message) : std::runtime_error(escaped(shortened(message, 5000))) {}
};

// to_text(x): how x appears in a message. A type takes part if it has a member to_string().
inline std::string to_text(std::string_view text) { return std::string(text); }
inline std::string to_text(const char* text) { return text; }
inline std::string to_text(char letter) { return std::string(1, letter); }
inline std::string to_text(bool truth) { return truth ? "true" : "false"; }
template <std::integral T>
std::string to_text(T number) {
  return std::to_string(number);
}
std::string to_text(double number);  // with up to six significant digits
template <class T>
requires requires(const T& x) { x.to_string(); }
std::string to_text(const T& thing) { return thing.to_string(); }

// text("size ", 3, " is odd") is "size 3 is odd".
template <class... Parts>
std::string text(const Parts&... parts) {
  std::string result;
  ((result += to_text(parts)), ...);
  return result;
}

// A part of a message. A text that is not written in the code may be a line of megabytes: it is shortened, so
// that the parts after it can still be read.
template <class T>
std::string message_part(const T& part) {
  if constexpr (std::is_array_v<T>) {
    return to_text(part);
  } else {
    return shortened(to_text(part));
  }
}

// Throws an Error whose text is the current scope's path, then the parts.
template <class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
  std::string message = Scope::path();
  if (!message.empty()) message += ": ";
  ((message += message_part(parts)), ...);
  throw Error(message);
}

}  // namespace heed
