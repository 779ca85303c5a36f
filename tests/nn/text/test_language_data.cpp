// Text as symbols, passages and windows.
#include "nn/text/language_data.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/temporary_folder.h"

using namespace heed;
using namespace heed::testing;

namespace {

constexpr SymbolKind characters = SymbolKind::characters, words = SymbolKind::words;

Passages passages_of(const std::vector<std::string>& texts, SymbolKind kind = characters) {
  Passages result;
  for (const std::string& text : texts)
    result.passages.push_back({symbols(text, kind), std::ssize(text) + 1});
  return result;
}

std::vector<std::string> texts_of(const Passages& passages, SymbolKind kind = characters) {
  std::vector<std::string> texts;
  for (const Passage& passage : passages.passages) texts.push_back(text_of_symbols(passage.symbols, kind));
  return texts;
}

}  // namespace

TEST_CASE("symbols: characters are code points of the normalised text, and white space is written",
          "[language]") {
  CHECK(symbols("a b\\\tc\nü", characters) == Words{"a", "\\s", "b", "\\\\", "\\t", "c", "\\n", "ü"});
  CHECK(symbols("u\xcc\x88", characters) == Words{"ü"});               // u with a combining mark
  CHECK(symbols("a\xc2\xa0z", characters) == Words{"a", "\\s", "z"});  // a no-break space
  CHECK(symbols("", characters).empty());
  for (const std::string text : {"a b\\\tc\nü ", "\\s\\n", " two  spaces ", "日本 👍🏽\n\n"})
    CHECK(text_of_symbols(symbols(text, characters), characters) == text);
}

TEST_CASE("symbols: words are the tokeniser's, with the ends of lines", "[language]") {
  CHECK(symbols("The cat, asleep.\n\nIt wakes.\n", words) ==
        Words{"the", "cat", ",", "asleep", ".", "\\n", "\\n", "it", "wakes", ".", "\\n"});
  CHECK(text_of_symbols(symbols("the cat, asleep.\n\nit wakes.\n", words), words) ==
        "the cat, asleep.\n\nit wakes.\n");
}

TEST_CASE("language data: every token but <bos> is predicted once, after all that a window has before it",
          "[language]") {
  const Passages text = passages_of({"abcdefg", "ab", "abcdef"});
  const Vocabulary vocabulary = vocabulary_of(text, 1, 100);
  CHECK(vocabulary.size() == 4 + 7);
  const Token a = vocabulary.token("a"), b = vocabulary.token("b"), c = vocabulary.token("c");
  for (const Index context : {1, 2, 3, 4, 100}) {
    const EncodedPairs windows = language_windows(text, vocabulary, context);
    CHECK(windows.source.size() == windows.target.size());
    std::vector<Tokens> predicted;
    for (const Tokens& window : windows.target) {
      REQUIRE(std::ssize(window) >= 2);
      CHECK(std::ssize(window) <= context + 1);
      if (window.front() == Vocabulary::bos) {
        predicted.emplace_back();
      } else {
        CHECK(window.front() == predicted.back().back());
      }
      predicted.back().insert(predicted.back().end(), window.begin() + 1, window.end());
    }
    REQUIRE(predicted.size() == 3);
    CHECK(predicted[1] == Tokens{a, b, Vocabulary::eos});
    for (std::size_t i = 0; i < 3; ++i) {
      Tokens whole = vocabulary.encode(text.passages[i].symbols);
      whole.erase(whole.begin());
      CHECK(predicted[i] == whole);
    }
  }
  const Batch batch = make_batch(language_windows(passages_of({"abc", "c"}), vocabulary, 100), {0, 1});
  CHECK(batch.target_in.ids == Tokens{Vocabulary::bos, a, b, c, Vocabulary::bos, c, 0, 0});
  CHECK(batch.target_out.ids == Tokens{a, b, c, Vocabulary::eos, c, Vocabulary::eos, 0, 0});
  CHECK(batch.tokens == 6);
}

TEST_CASE("language data: a file of lines, without the blank ones", "[language]") {
  const TemporaryFolder folder;
  const Passages lines = read_line_passages(folder.file("names",
                                                        "\xef\xbb\xbf"
                                                        "anna\r\n\r\n \notto ü"),
                                            characters);
  CHECK(texts_of(lines) == std::vector<std::string>{"anna", "otto ü"});
  CHECK(lines.blank == 2);
  CHECK(lines.symbols() == 10);
  CHECK(lines.characters() == 12);  // with the ends of the lines
  CHECK_THAT(error_of([&] { read_line_passages(folder.file("empty", "\n\n"), characters); }),
             Catch::EndsWith("empty: there is no line with text"));
  CHECK_THAT(error_of([&] { read_line_passages(folder.file("latin1", "a\nm\xfcn\n"), characters); }),
             Catch::Contains("latin1:2: not UTF-8"));
  std::vector<std::string> told;
  const BadLine tell = [&](const std::string& problem) { told.push_back(problem); };
  CHECK(texts_of(read_line_passages(folder / "latin1", characters, tell)) == std::vector<std::string>{"a"});
  CHECK(told.size() == 1);
}

TEST_CASE("language data: running text from a file or a folder", "[language]") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "b/.git");
  folder.file("c.txt", "third\r\nfile");
  folder.file("a.txt", "first");
  folder.file("b/x.txt", "second\n");
  folder.file("empty.txt", "\n");
  folder.file(".hidden", "m\xfcn");
  folder.file("b/.git/x", "m\xfcn");
  CHECK(texts_of(read_text_passages(folder.path, characters)) ==
        std::vector<std::string>{"first\n", "second\n", "third\nfile\n"});
  CHECK(texts_of(read_text_passages(folder / "a.txt", words), words) == std::vector<std::string>{"first\n"});
  CHECK_THAT(error_of([&] { read_text_passages(folder / "empty.txt", characters); }),
             Catch::EndsWith("there is no text in this file"));
  std::filesystem::create_directories(folder / "none");
  CHECK_THAT(error_of([&] { read_text_passages(folder / "none", characters); }),
             Catch::EndsWith("no file in this folder has text"));
  CHECK_THAT(error_of([&] { read_text_passages(folder / "nowhere", characters); }),
             Catch::StartsWith("cannot read '"));
}

TEST_CASE("language data: lines held out do not occur in training", "[language]") {
  std::vector<std::string> texts;
  for (int i = 0; i < 100; ++i) texts.push_back("name " + std::to_string(i % 40));
  Passages train = passages_of(texts);
  Rng rng(1);
  const Passages valid = hold_out_lines(train, 0.1, rng);
  CHECK(train.passages.size() + valid.passages.size() == 100);
  CHECK(valid.passages.size() >= 10);
  CHECK(valid.passages.size() <= 12);  // the last group has up to three lines
  for (const Passage& held : valid.passages)
    for (const Passage& kept : train.passages) CHECK(held.symbols != kept.symbols);
  for (const double wrong : {0.0, 1.0, -1.0})
    CHECK_THAT(error_of([&] { hold_out_lines(train, wrong, rng); }),
               Catch::StartsWith("the fraction held out must be between 0 and 1"));
  Passages one = passages_of({"a"});
  CHECK_THAT(error_of([&] { hold_out_lines(one, 0.5, rng); }),
             Catch::Contains("leaves 0 symbols for training"));
}

TEST_CASE("language data: the end of each running text is held out", "[language]") {
  Passages train = passages_of({"0123456789", "abcdefghijklmnopqrst", "x"});
  const Passages valid = hold_out_ends(train, 0.2);
  CHECK(texts_of(train) == std::vector<std::string>{"01234567", "abcdefghijklmnop", "x"});
  CHECK(texts_of(valid) == std::vector<std::string>{"89", "qrst"});
}

TEST_CASE("language data: rare symbols are unknown, and counted", "[language]") {
  const Passages text = passages_of({"aab", "abc"});
  const Vocabulary vocabulary = vocabulary_of(text, 2, 100);
  CHECK(vocabulary.size() == 4 + 2);
  CHECK(unknown_symbols(text, vocabulary) == 1);
}
