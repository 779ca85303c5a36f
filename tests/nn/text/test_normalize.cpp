#include "nn/text/normalize.h"
#include "tensor/ground/utf8.h"
#include "tests/catch.h"

#include <cstdint>

using namespace heed;

TEST_CASE("NFC is Python's for every code point, alone and among marks", "[normalize]") {
  std::uint64_t checksum = 0xcbf29ce484222325;  // FNV-1a; make_nfc.py prints the right one
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xd800 && c < 0xe000) continue;
    for (const std::u32string& text : {std::u32string{c}, std::u32string{c, 0x323, 0x301},
                                       std::u32string{U'A', c, 0x308}, std::u32string{0x1112, 0x1161, c}}) {
      for (const char32_t composed : compose(text)) checksum = (checksum ^ composed) * 0x100000001b3;
    }
  }
  CHECK(checksum == 0x3d24cd37aa36a505);
}

TEST_CASE("text that looks the same becomes the same", "[normalize]") {
  CHECK(normalize("ho\u0308rt") == "hört");
  CHECK(normalize("\u212bngstro\u0308m \u2126 \uf900") == "Ångström Ω 豈");
  CHECK(normalize("e\u0323\u0302") == "ệ");
  CHECK(normalize("e\u0302\u0323") == "ệ");                            // marks in any order
  CHECK(normalize("\u1112\u1161\u11ab\u1100\u116e\u11a8") == "한국");  // Hangul, letter by letter
  CHECK(normalize("か\u3099") == "が");
  CHECK(normalize("\u0915\u093c") == "\u0915\u093c");  // NFC takes U+0958 apart
  CHECK(normalize("\u0958") == "\u0915\u093c");
  for (const char* same : {"", "the fox", "größer\tπ 日本 😀", "a\xff\u200b"}) CHECK(normalize(same) == same);
}

TEST_CASE("characters that nobody sees are removed", "[normalize]") {
  for (const char32_t c : std::u32string(U"\u0001\u001b\u007f\u0080\u009b\u00ad\u034f\u061c\u115f\u17b4\u180b"
                                         U"\u180e\u200b\u200c\u200d\u200e\u200f\u202a"
                                         U"\u202e\u2060\u2063\u2066\u206f\u3164\ufe00\ufe0e\ufe0f\ufeff\uffa0"
                                         U"\ufff9\ufffe\U00013430\U0001bca0\U0001d173"
                                         U"\U000e0001\U000e0067\U000e0100\U0010ffff")) {
    INFO("U+" << std::hex << static_cast<std::uint32_t>(c));
    const std::string hidden = encode_utf8({&c, 1});
    CHECK(normalize("fox" + hidden) == "fox");
    CHECK(normalize(hidden + "fox") == "fox");
    CHECK(normalize("fo" + hidden + hidden + "x") == "fox");
    CHECK(normalize("o" + hidden + "\u0308") == "ö");
  }
  CHECK(normalize("a\u0085b\u2028c\tdé") == "a\u0085b\u2028c\tdé");  // white space stays
}

TEST_CASE("joiners stay in scripts and emoji that look different without them", "[normalize]") {
  for (const char* same : {
           "می\u200cخواهم",  // Persian: a gap between joined letters
           "ه\u200d",        // a letter in its joined shape
           "क्\u200dष क्\u200cष",
           "ന്\u200d",                          // conjuncts, a chillu
           "\u1828\u180e\u1820 \u1820\u180b",  // Mongolian
           "👩\u200d👩\u200d👧",
           "🏳\ufe0f\u200d🌈",
           "👩🏽\u200d🔬",
           "❤\ufe0f",
           "1\ufe0f\u20e3",
           "😀\ufe0e",
           "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
       })
    CHECK(normalize(same) == same);
  CHECK(normalize("کتاب\u200c ها") == "کتاب ها");  // nothing to keep apart
  CHECK(normalize("می\u200b\u200c\u200cخواهم") == "می\u200cخواهم");
  CHECK(normalize("😀\ufe0f 1\ufe0f a\u200db") == "😀 1 ab");
  CHECK(normalize("👩\u200d") == "👩");
}
