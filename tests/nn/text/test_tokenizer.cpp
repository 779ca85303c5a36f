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
      {"e\u0301te\u0301", {"e\u0301te\u0301"}},  // combining accents stay with their letters
      {"a\x01 b\xff", {"a", "b", "\ufffd"}},  // a control character separates; an invalid byte becomes a mark
      {"hi😀😀", {"hi", "😀", "😀"}},
  };
  for (const auto& [sentence, words] : cases) CHECK(tokenize(sentence, Tokenizer::plain) == words);
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
                               "don't - it's", "我爱你。我 you"}) {
    CHECK(detokenize(tokenize(sentence, Tokenizer::plain), Tokenizer::plain) == sentence);
  }
  CHECK(detokenize({"the", "<unk>", "fox", "."}, Tokenizer::plain) == "the <unk> fox.");
  CHECK(detokenize({}, Tokenizer::plain).empty());
  CHECK(detokenize({"", "a"}, Tokenizer::plain) == "a");
}
