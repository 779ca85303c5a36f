#include "nn/text/vocabulary.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace heed;
using Catch::Contains;

namespace {
const WordCounts counts = {{"the", 5}, {"fox", 2}, {"äh", 2}, {"dog", 2}, {"once", 1}, {"<eos>", 9}};
const std::string specials = "<pad>\n<unk>\n<bos>\n<eos>\n";
}  // namespace

TEST_CASE("words are ranked by frequency, then by their bytes, after the special tokens") {
  CHECK(Vocabulary().to_string() == specials);
  CHECK(Vocabulary::build({}).to_string() == specials);
  CHECK(Vocabulary::build(counts).to_string() == specials + "the\ndog\nfox\näh\nonce\n");
  CHECK(Vocabulary::build(counts, 2).to_string() == specials + "the\ndog\nfox\näh\n");
  CHECK(Vocabulary::build(counts, 2, 6).to_string() == specials + "the\ndog\n");
  CHECK(Vocabulary::build(counts, 1, 4).to_string() == specials);
  CHECK_THROWS_WITH(
      Vocabulary::build(counts, 1, 3),
      "a vocabulary of at most 3 words has no room for the 4 special tokens <pad>, <unk>, <bos> and <eos>");
}

TEST_CASE("count_words adds up sentences") {
  WordCounts sum;
  count_words({"a", "b", "a"}, sum);
  count_words({"a"}, sum);
  CHECK(sum == WordCounts{{"a", 3}, {"b", 1}});
}

TEST_CASE("encode and decode") {
  const Vocabulary vocabulary = Vocabulary::build(counts, 2);
  CHECK(vocabulary.size() == 8);
  CHECK(vocabulary.token("the") == 4);
  CHECK(vocabulary.encode({"the", "quick", "fox"}) == std::vector<Token>{2, 4, 1, 6, 3});
  CHECK(vocabulary.encode({}) == std::vector<Token>{2, 3});
  CHECK(vocabulary.decode({2, 4, 1, 6, 3, 0, 0}) == Words{"the", "<unk>", "fox"});
  CHECK(vocabulary.decode({4, 3, 6}) == Words{"the"});  // nothing after the first <eos>
  CHECK_THROWS_WITH(vocabulary.word(8), "vocabulary: token id 8 is out of range: there are 8 words");
  CHECK_THROWS_WITH(vocabulary.decode({-1}), Contains("token id -1 is out of range"));
}

TEST_CASE("a text's own \"<eos>\" is an unknown word and ends nothing") {
  const Vocabulary vocabulary = Vocabulary::build(counts);
  CHECK(vocabulary.encode({"<eos>", "<pad>", "<bos>", "<unk>", "the"}) ==
        std::vector<Token>{2, 1, 1, 1, 1, 4, 3});
}

TEST_CASE("a vocabulary is the same after saving and loading, also with CRLF line ends") {
  const TemporaryFolder folder;
  const Vocabulary vocabulary = Vocabulary::build(counts);
  vocabulary.save(folder / "words");
  const Vocabulary loaded = Vocabulary::load(folder / "words");
  CHECK(loaded == vocabulary);
  CHECK(loaded.encode({"äh", "dog"}) == vocabulary.encode({"äh", "dog"}));
  CHECK(Vocabulary::from_string("<pad>\r\n<unk>\r\n<bos>\r\n<eos>\r\nthe\r\n", "f").token("the") == 4);
}

TEST_CASE("an invalid stored vocabulary is rejected") {
  const auto load = [](const std::string& text) { return Vocabulary::from_string(text, "f"); };
  CHECK_THROWS_WITH(
      load(""),
      "f: a vocabulary of 0 words is smaller than its 4 special tokens <pad>, <unk>, <bos> and <eos>");
  CHECK_THROWS_WITH(load("<pad>\n<unk>\n<bos>\n"),
                    Contains("f: a vocabulary of 3 words is smaller than its 4"));
  CHECK_THROWS_WITH(load("the\nfox\ndog\na\nb\n"), "f:1: expected <pad>, found 'the'");
  CHECK_THROWS_WITH(load("<pad>\n<bos>\n<unk>\n<eos>\n"), "f:2: expected <unk>, found '<bos>'");
  CHECK_THROWS_WITH(load(specials + "the\n\nfox\n"), "f:6: expected one word, found ''");
  CHECK_THROWS_WITH(load(specials + "the fox\n"), "f:5: expected one word, found 'the fox'");
  CHECK_THROWS_WITH(load(specials + "the \n"), "f:5: expected one word, found 'the '");
  CHECK_THROWS_WITH(load(specials + "a\nb\na\n"), "f:7: 'a' occurs twice in the vocabulary");
  CHECK_THROWS_WITH(load(specials + "<pad>\n"), "f:5: '<pad>' occurs twice in the vocabulary");
  CHECK_THROWS_WITH(load(specials + "a\nqui"),
                    "f:6: the vocabulary ends in the middle of a line; was the file cut short?");
  CHECK_THROWS_WITH(load(specials + "\xff\n"), Contains("f:5: not UTF-8"));
  CHECK_THROWS_WITH(Vocabulary::load("/nowhere/words"),
                    "cannot read '/nowhere/words': No such file or directory");
}

TEST_CASE("only words that can be loaded again are built into a vocabulary") {
  for (const std::string wrong : {"", "a b", "a\n", "\t", "a\xff", "a\u00a0b"}) {
    CHECK_THROWS_WITH(Vocabulary::build({{wrong, 1}, {"the", 5}}), Contains("is not a word"));
    CHECK(Vocabulary::build({{wrong, 1}, {"the", 5}}, 2).size() == 5);  // too rare to matter
  }
  // Those of an older model are not normalised, and stay as they are.
  const Vocabulary old = Vocabulary::build({{"fox\u200b", 1}, {"fox", 2}, {"e\u0301", 1}, {"\x1b[2J", 1}});
  CHECK(Vocabulary::from_string(old.to_string(), "f") == old);
}
