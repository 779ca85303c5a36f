#include "nn/text/graphemes.h"
#include "tests/catch.h"

using namespace heed;

TEST_CASE("graphemes are what a reader takes for one character", "[graphemes]") {
  const std::u32string parts[] = {U"a",
                                  U"q\u0323\u0301",
                                  U"हूँ",
                                  U" ",
                                  U"\u0301",
                                  U"👍🏽",
                                  U"👍",
                                  U"🇩🇪",
                                  U"🇫🇷",
                                  U"🇩",
                                  U".",
                                  U"👩\u200d👩\u200d👧",
                                  U"🏳\ufe0f\u200d🌈",
                                  U"1\ufe0f\u20e3",
                                  U"🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
                                  U"a\u200d",
                                  U"😀",
                                  U"한",
                                  U"\u1112\u1161\u11ab"};
  std::u32string text;
  for (const std::u32string& part : parts) text += part;
  const std::vector<std::u32string_view> found = graphemes(text);
  CHECK(std::vector<std::u32string>(found.begin(), found.end()) ==
        std::vector<std::u32string>(std::begin(parts), std::end(parts)));
  CHECK(graphemes(U"").empty());
}

TEST_CASE("emoji are told from text", "[graphemes]") {
  for (const std::u32string_view emoji : {U"😀", U"👍🏽", U"🇩🇪", U"❤\ufe0f", U"1\ufe0f\u20e3", U"⌚"})
    CHECK(is_emoji(emoji));
  for (const std::u32string_view text : {U"a", U"1", U"❤", U"©", U"漢", U"!", U"🇩"})
    CHECK_FALSE(is_emoji(text));
}
