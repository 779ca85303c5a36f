#include "nn/text/characters.h"
#include "tensor/ground/utf8.h"
#include "tests/catch.h"

#include <cstdint>

using namespace heed;

TEST_CASE("UTF-8 of every length decodes and encodes back") {
  const std::string bytes =
      "aß€😀\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf";
  const std::u32string expected = {U'a',  U'ß',  U'€',   0x1f600, 0x7f,    0x80,
                                   0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff};
  CHECK(decode_utf8(bytes) == expected);
  CHECK(encode_utf8(expected) == bytes);
  CHECK(find_invalid_utf8(bytes) == std::nullopt);
  CHECK(find_invalid_utf8("") == std::nullopt);
}

TEST_CASE("invalid UTF-8 is found at its first byte, and reads as U+FFFD") {
  const struct {
    const char* why;
    std::string bytes;
  } cases[] = {
      {"a continuation without a beginning", "\x80"},
      {"Latin-1", "\xfcnd"},
      {"a sequence that the text's end cuts short", "\xe2\x82"},
      {"a sequence that a letter cuts short", "\xe2\x82z"},
      {"two bytes where one suffices", "\xc0\xaf"},
      {"three bytes where two suffice", "\xe0\x9f\xbf"},
      {"four bytes where three suffice", "\xf0\x8f\xbf\xbf"},
      {"a surrogate", "\xed\xa0\x80"},
      {"beyond U+10FFFF", "\xf4\x90\x80\x80"},
      {"a byte that UTF-8 never uses", "\xff"},
      {"a sequence of five", "\xf8\x88\x80\x80\x80"},
  };
  for (const auto& [why, bytes] : cases) {
    CAPTURE(why);
    CHECK(find_invalid_utf8("fünf" + bytes) == 5u);
    CHECK(decode_utf8("x" + bytes)[1] == U'\ufffd');
  }
  CHECK(decode_utf8("\xe2\x82z") == U"\ufffd\ufffdz");  // what is valid after it is not lost
}

TEST_CASE("capitals become small letters") {
  const auto lower = [](std::u32string text) {
    for (char32_t& c : text) c = lower_case(c);
    return encode_utf8(text);
  };
  CHECK(lower(U"ÄÖÜẞ ÀÉÎ ŁŻ ŸĦ") == "äöüß àéî łż ÿħ");
  CHECK(lower(U"ΑΒΓ ΣΩ ΆΈΏ") == "αβγ σω άέώ");
  CHECK(lower(U"АБЯ ЁЇ Ґ") == "абя ёї ґ");
  CHECK(lower(U"TRẦN HƯƠNG") == "trần hương");
  CHECK(lower(U"äß 漢字 123 ×÷ 😀") == "äß 漢字 123 ×÷ 😀");
}

TEST_CASE("lower_case is complete for its blocks") {
  // Python 3.11 (Unicode 14): of U+0000-024F, U+0370-052F and U+1E00-1FFF, [(c, ord(chr(c).lower()))] where
  // lower() is one other character: 650 pairs, and sum(31 * c + lower) modulo 1000003 is 560267.
  std::uint64_t count = 0, sum = 0;
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (lower_case(c) == c) continue;
    ++count;
    sum += 31 * c + lower_case(c);
  }
  CHECK(count == 650);
  CHECK(sum % 1000003 == 560267);
}

TEST_CASE("characters are classified as space, punctuation, ideographs, and letters") {
  for (const char32_t c : {U' ', U'\t', U'\n', U'\u00a0', U'\u202f', U'\u3000'}) CHECK(is_space(c));
  for (const char32_t c : {U'a', U'0', U'.', U'ß', U'\u200b', U'漢'}) CHECK_FALSE(is_space(c));
  for (const char32_t c : {U'.', U'!', U'_', U'$', U'«', U'¿', U'„', U'…', U'€', U'。', U'😀'}) {
    CAPTURE(static_cast<std::uint32_t>(c));
    CHECK(is_punctuation(c));
  }
  for (const char32_t c : {U'a', U'Z', U'0', U'ß', U'ª', U'²', U'я', U'\u0301', U'漢', U'の', U'한', U' '}) {
    CAPTURE(static_cast<std::uint32_t>(c));
    CHECK_FALSE(is_punctuation(c));
  }
  for (const char32_t c : {U'漢', U'の', U'ア', U'々', U'ー'}) CHECK(is_ideograph(c));
  for (const char32_t c : {U'a', U'한', U'。', U'・'}) CHECK_FALSE(is_ideograph(c));
}

TEST_CASE("the classes of characters are complete: one more or fewer at the end of any range is noticed") {
  // Python 3.11 (Unicode 14): 25 characters have White_Space and 660 are decimal digits (Nd). All of our punctuation
  // is of the categories P and S, except reserved code points in its blocks and the numbers U+1F100-1F10C; the
  // ideographs are whole blocks. `sum` is the sum of the code points modulo 1000003.
  const struct {
    const char* name;
    bool (*is_in)(char32_t);
    std::uint64_t count, sum;
  } classes[] = {{"is_space", is_space, 25, 141586},
                 {"is_digit", is_digit, 660, 806480},
                 {"was_punctuation", was_punctuation, 5680, 739126},
                 {"is_punctuation", is_punctuation, 5903, 533827},
                 {"is_ideograph", is_ideograph, 159375, 475047}};
  for (const auto& [name, is_in, count, sum] : classes) {
    CAPTURE(name);
    std::uint64_t found = 0, total = 0;
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
      if (!is_in(c)) continue;
      ++found;
      total += c;
    }
    CHECK(found == count);
    CHECK(total % 1000003 == sum);
  }
}

TEST_CASE("a range contains its ends and nothing beside them, in the first and the last place of a table") {
  const CodePointRange table[] = {{2, 4}, {6, 6}, {8, 9}};
  for (char32_t c = 0; c < 12; ++c) {
    CAPTURE(static_cast<std::uint32_t>(c));
    CHECK(contains(table, c) == ((c >= 2 && c <= 4) || c == 6 || c == 8 || c == 9));
  }
  CHECK_FALSE(contains({}, 0));
}
