// How UTF-8 encodes: 0xxxxxxx is one byte; 110xxxxx, 1110xxxx and 11110xxx begin two, three and
// four, and each further byte is 10xxxxxx. The x are the bits of the code point.
#include "tensor/ground/utf8.h"

#include "tensor/ground/error.h"

namespace heed {
namespace {

constexpr char32_t replacement = 0xfffd;

struct Decoded {
  char32_t code_point;
  std::size_t length;  // in bytes; 0: not valid
};

Decoded decode_at(std::string_view bytes, std::size_t position) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[position + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc0 || first >= 0xf8 || position + length > bytes.size()) return {replacement, 0};

  char32_t code_point = first & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {replacement, 0};
    code_point = code_point << 6 | (byte(i) & 0x3fu);
  }
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};  // for fewer, fewer bytes suffice
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (code_point < smallest[length] || code_point > 0x10ffff || surrogate) return {replacement, 0};
  return {code_point, length};
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view bytes) {
  for (std::size_t position = 0; position < bytes.size();) {
    const std::size_t length = decode_at(bytes, position).length;
    if (length == 0) return position;
    position += length;
  }
  return std::nullopt;
}

char32_t next_code_point(std::string_view bytes, std::size_t& position) {
  if (position >= bytes.size()) fail("next_code_point: position ", position, " of ", bytes.size(), " bytes");
  const Decoded decoded = decode_at(bytes, position);
  position += decoded.length == 0 ? 1 : decoded.length;
  return decoded.code_point;
}

std::u32string decode_utf8(std::string_view bytes) {
  std::u32string code_points;
  for (std::size_t position = 0; position < bytes.size();) code_points += next_code_point(bytes, position);
  return code_points;
}

std::string encode_utf8(std::u32string_view code_points) {
  std::string bytes;
  const auto continuation = [](char32_t bits) { return static_cast<char>(0x80 | (bits & 0x3f)); };
  for (const char32_t c : code_points) {
    if (c < 0x80) {
      bytes += static_cast<char>(c);
    } else if (c < 0x800) {
      bytes += {static_cast<char>(0xc0 | c >> 6), continuation(c)};
    } else if (c < 0x10000) {
      bytes += {static_cast<char>(0xe0 | c >> 12), continuation(c >> 6), continuation(c)};
    } else {
      bytes +=
          {static_cast<char>(0xf0 | c >> 18), continuation(c >> 12), continuation(c >> 6), continuation(c)};
    }
  }
  return bytes;
}

}  // namespace heed
