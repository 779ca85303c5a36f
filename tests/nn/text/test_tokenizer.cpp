#include "nn/text/tokenizer.h"
#include "tests/catch.h"

using namespace heed;

TEST_CASE("plain: lower-case words, each punctuation mark separate") {
  const struct {
    const char* sentence;
    Words words;
  } cases[] = {
      {"", {}},
      {" \t ", {}},
      {"The quick, brown fox!", {"the", "quick", ",", "brown", "fox", "!"}},
      {"Don't. It’s 'so' o'clock", {"don't", ".", "it's", "'", "so", "'", "o'clock"}},
      {"a t-shirt - well-made", {"a", "t-shirt", "-", "well-made"}},
      {"3.14, 1,000 and 5.", {"3.14", ",", "1,000", "and", "5", "."}},
      {"end.Next a,b", {"end", ".", "next", "a", ",", "b"}},
      {"rock--n' roll'", {"rock", "-", "-", "n", "'", "roll", "'"}},
      {"„Grüß Gott“, sagte ÄRGER…", {"„", "grüß", "gott", "“", ",", "sagte", "ärger", "…"}},
      {"Va\u202f! Qu'est-ce\u00a0?", {"va", "!", "qu'est-ce", "?"}},
      {"¿Qué? «Да»", {"¿", "qué", "?", "«", "да", "»"}},
      {"我爱 you。한국 말", {"我", "爱", "you", "。", "한국", "말"}},
      {"e\u0301te\u0301", {"été"}},                            // decomposed letters are composed
      {"q\u0323\u0301!\u0301", {"q\u0323\u0301", "!\u0301"}},  // marks stay with their characters
      {"a\x01 b\xff", {"a", "b", "\ufffd"}},  // a control character separates; an invalid byte becomes a mark
      {"hi😀😀", {"hi", "😀", "😀"}},
  };
  for (const auto& [sentence, words] : cases) CHECK(tokenize(sentence, Tokenizer::plain) == words);
}

TEST_CASE("plain: marks inside numbers, times, abbreviations and addresses") {
  const struct {
    const char* sentence;
    Words words;
  } cases[] = {
      {"At 10:30, or 9:15:07: go", {"at", "10:30", ",", "or", "9:15:07", ":", "go"}},
      {"١٠:٣٠ ٣٫١٤", {"١٠:٣٠", "٣٫١٤"}},
      {"24/7 and/or AT&T, 1990–1995", {"24/7", "and/or", "at&t", ",", "1990–1995"}},
      {"score 3 : 4 a : b 5: x", {"score", "3", ":", "4", "a", ":", "b", "5", ":", "x"}},
      {"e.g. the U.S.A. z.B. a.b", {"e.g", ".", "the", "u.s.a", ".", "z.b", ".", "a", ".", "b"}},
      {"#tag, @name me@a.org. https://a.b/c?d=1, www.a.de!",
       {"#tag", ",", "@name", "me@a.org", ".", "https://a.b/c?d=1", ",", "www.a.de", "!"}},
      {"-5 °C, 20°C, 3 - 4, 3-4", {"-5", "°c", ",", "20°c", ",", "3", "-", "4", ",", "3-4"}},
      {"צה\"ל Ի՞նչ col·legi", {"צה\"ל", "Ի՞նչ", "col·legi"}},
      {"हूँ। क्या? هل؟ نعم، لا۔", {"हूँ", "।", "क्या", "?", "هل", "؟", "نعم", "،", "لا", "۔"}},
  };
  for (const auto& [sentence, words] : cases) CHECK(tokenize(sentence, Tokenizer::plain) == words);
}

TEST_CASE("plain: an emoji is one word, of however many code points") {
  const Words emoji = {"👍🏽",
                       "👍",
                       "🇩🇪",
                       "🇫🇷",
                       "👩\u200d👩\u200d👧",
                       "🏳\ufe0f\u200d🌈",
                       "❤\ufe0f",
                       "1\ufe0f\u20e3",
                       "2\ufe0f\u20e3",
                       "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"};
  std::string together = "hi";
  for (const std::string& one : emoji) together += one;
  Words words = emoji;
  words.insert(words.begin(), "hi");
  CHECK(tokenize(together, Tokenizer::plain) == words);
  CHECK(detokenize(words, Tokenizer::plain) == "hi " + together.substr(2));
}

TEST_CASE("plain: the last sigma of a Greek word is ς") {
  CHECK(tokenize("ΟΔΥΣΣΕΥΣ Ο ΣΟΦΟΣ, ΤΟΥΣ; Σ ΑΣ-ΑΣ ΑΣ'Α Σίσυφος", Tokenizer::plain) ==
        Words{"οδυσσευς", "ο", "σοφος", ",", "τους", ";", "σ", "ας-ας", "ασ'α", "σίσυφος"});
  CHECK(tokenize("ΟΔΟΣ", Tokenizer::old_plain) == Words{"οδοσ"});
}

TEST_CASE("both tokenisers normalise; those of older models do not") {
  for (const char* fox : {"fox\u200b", "\ufefffox", "fo\u00adx", "fox\u200e", "f\u2060ox", "fox\ufe0f",
                          "fox\x7f", "fox\u0080"}) {
    CHECK(tokenize(fox, Tokenizer::plain) == Words{"fox"});
    CHECK(tokenize(fox, Tokenizer::split) == Words{"fox"});
    CHECK(tokenize(fox, Tokenizer::old_plain) == Words{fox});
    CHECK(tokenize(fox, Tokenizer::old_split) == Words{fox});
  }
  CHECK(tokenize("10:30 👍🏽 e\u0301", Tokenizer::old_plain) ==
        Words{"10", ":", "30", "👍", "🏽", "e\u0301"});
  for (const Tokenizer tokenizer : {Tokenizer::plain, Tokenizer::old_plain})
    CHECK(detokenize({"um", "10", ":", "30", ":", "ja", "."}, tokenizer) == "um 10:30: ja.");
}

TEST_CASE("split: words are separated by white space") {
  CHECK(tokenize("  ein Mann , &quot; TAB\tde\u00a0r\u3000. ", Tokenizer::split) ==
        Words{"ein", "Mann", ",", "&quot;", "TAB", "de", "r", "."});
  CHECK(tokenize("", Tokenizer::split).empty());
  CHECK(tokenize("a\xff b", Tokenizer::split) == Words{"a\xff", "b"});  // bytes are not touched
}

TEST_CASE("detokenize: split joins with single spaces") {
  CHECK(detokenize({"ein", "mann", "."}, Tokenizer::split) == "ein mann .");
  CHECK(detokenize({}, Tokenizer::split).empty());
}

TEST_CASE("detokenize: plain attaches punctuation as readers expect it") {
  for (const char* sentence : {"hello, world!", "what (if any) is it? 3.14%", "he said \"no\" and \"yes\".",
                               "„gut“, sagte sie: „nein“.", "“one” and “two”", "¿qué? ¡no!", "«да», нет",
                               "don't - it's", "我爱你。我 you", "at 10:30, or 9:15:07. note: 5", "हूँ। क्या?",
                               "هل أنت؟ نعم، لا۔", "ok 👍🏽👍", "3月5日，１０：３０。you 我 you",
                               "-5 °c is 20 €, not €20", "a 'good' dog's day, #1 of www.a.org's"}) {
    CHECK(detokenize(tokenize(sentence, Tokenizer::plain), Tokenizer::plain) == sentence);
  }
  CHECK(detokenize({"the", "<unk>", "fox", "."}, Tokenizer::plain) == "the <unk> fox.");
  CHECK(detokenize({}, Tokenizer::plain).empty());
  CHECK(detokenize({"", "a"}, Tokenizer::plain) == "a");
}

TEST_CASE("detokenize: only marks whose glyph includes its space touch what follows, not all of East Asia") {
  // Wide: the first and last marks of the two blocks. Not wide: Hangul, a wide letter, an emoji, marks that are
  // narrow although their code points are above U+3000 (Lisu, Arabic, Latin half-width), and a combining mark.
  const auto touches = [](const std::string& mark) {
    return detokenize({mark, "x"}, Tokenizer::plain) == mark + "x";
  };
  for (const char* const wide : {"、", "〃", "〿", "・", "︰", "﹫", "！", "～", "￦", "￮"}) {
    CAPTURE(wide);
    CHECK(touches(wide));
  }
  for (const char* const narrow :
       {"한", "힣", "Ａ", "ｚ", "😀", "꓾", "꘍", "꩜", "꯫", "﴾", "\uFE2F", "\uFFFC", "\uFFFD", "a"}) {
    CAPTURE(narrow);
    CHECK_FALSE(touches(narrow));
  }
}
