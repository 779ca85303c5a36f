// Byte pairs against a learner that counts everything again after each merge; round trips of any bytes; their text.
#include "nn/text/byte_pairs.h"
#include "nn/text/byte_pairs_text.h"
#include "nn/text/chunks.h"
#include "nn/text/tokenizer.h"
#include "nn/text/vocabulary.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"

#include <algorithm>
#include <cmath>

using namespace heed;
using Catch::Contains;
using Counts = std::map<std::string, Index>;

namespace {

// Learning by the definition: all pairs are counted anew for each merge.
std::vector<BytePairs::Pair> learned_slowly(const Counts& counts, Index merges) {
  std::vector<std::pair<std::vector<std::string>, Index>> words;
  for (const auto& [word, count] : counts) {
    words.emplace_back();
    for (const char c : word) words.back().first.emplace_back(1, c);
    words.back().second = count;
  }
  std::vector<BytePairs::Pair> result;
  while (static_cast<Index>(result.size()) < merges) {
    std::map<BytePairs::Pair, Index> pairs;
    for (const auto& [pieces, count] : words) {
      for (std::size_t i = 0; i + 1 < pieces.size(); ++i) pairs[{pieces[i], pieces[i + 1]}] += count;
    }
    const BytePairs::Pair* best = nullptr;
    for (const auto& [pair, count] : pairs) {  // in the order of the bytes
      if (count >= 2 && (!best || count > pairs[*best])) best = &pair;
    }
    if (!best) break;
    result.push_back(*best);
    for (auto& [pieces, count] : words) {
      for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
        if (pieces[i] != result.back().first || pieces[i + 1] != result.back().second) continue;
        pieces[i] += pieces[i + 1];
        pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      }
    }
  }
  return result;
}

Counts random_counts(Rng& rng) {
  Counts counts;
  for (int i = 0; i < 60; ++i) {
    std::string word;
    for (Index length = rng.integer(9) + 1; length > 0; --length) word += "abca\xff"[rng.integer(5)];
    counts[word] += rng.integer(5) + 1;
  }
  return counts;
}

std::string joined(const BytePairs& pairs, const std::vector<Index>& pieces) {
  std::string text;
  for (const Index piece : pieces) text += pairs.piece(piece);
  return text;
}

Words as_text(const BytePairs& pairs, const std::string& word) {
  Words pieces;
  for (const Index piece : pairs.split(word)) pieces.push_back(pairs.piece(piece));
  return pieces;
}

std::string random_bytes(Rng& rng, Index size) {
  std::string bytes;
  for (Index i = 0; i < size; ++i) bytes += static_cast<char>(rng.integer(256));
  return bytes;
}

// The example of the paper (Sennrich et al., 2016, algorithm 1), without its end mark.
const Counts paper{{"low", 5}, {"lower", 2}, {"newest", 6}, {"widest", 3}};

}  // namespace

TEST_CASE("byte pairs: the merges are those of counting everything again", "[byte_pairs]") {
  // By hand: es and st occur 9 times each, and es is the first by its bytes; then est; then lo, 7 times.
  const BytePairs pairs = BytePairs::learn(paper, 4);
  CHECK(pairs.merges() == std::vector<BytePairs::Pair>{{"e", "s"}, {"es", "t"}, {"l", "o"}, {"lo", "w"}});
  Rng rng(1);
  for (int trial = 0; trial < 20; ++trial) {
    const Counts counts = random_counts(rng);
    for (const Index merges : {Index{0}, Index{1}, Index{7}, Index{500}})
      CHECK(BytePairs::learn(counts, merges).merges() == learned_slowly(counts, merges));
  }
  CHECK(BytePairs::learn({}, 9).pieces() == 256);
  CHECK(BytePairs::learn({{"abc", 1}}, 9).pieces() == 256);  // no pair occurs twice
}

TEST_CASE("byte pairs: words are split in the order of learning, and nothing is lost", "[byte_pairs]") {
  const BytePairs pairs = BytePairs::learn(paper, 4);
  CHECK(as_text(pairs, "lowest") == Words{"low", "est"});
  CHECK(as_text(pairs, "slow") == Words{"s", "low"});
  CHECK(as_text(pairs, "") == Words{});
  // a + b is merged before b + b, so abb is ab, b; and in bbb the first pair is merged.
  const BytePairs order(std::vector<BytePairs::Pair>{{"a", "b"}, {"b", "b"}});
  CHECK(as_text(order, "abb") == Words{"ab", "b"});
  CHECK(as_text(order, "bbb") == Words{"bb", "b"});
  Rng rng(2);
  const BytePairs learned = BytePairs::learn(random_counts(rng), 40);
  for (Index size = 0; size < 60; ++size) {
    const std::string bytes = random_bytes(rng, size);
    CHECK(joined(learned, learned.split(bytes)) == bytes);
    CHECK(joined(learned, learned.split(bytes, 0.5, rng)) == bytes);
  }
}

TEST_CASE("byte pairs: two merges may make the same piece", "[byte_pairs]") {
  const BytePairs pairs(std::vector<BytePairs::Pair>{{"a", "b"}, {"b", "c"}, {"ab", "c"}, {"a", "bc"}});
  CHECK(pairs.pieces() == 256 + 3);
  CHECK(pairs.split("abc").size() == 1);
  CHECK(pairs.piece(pairs.split("abc").front()) == "abc");
}

TEST_CASE("byte pairs: dropout leaves out each merge with its probability", "[byte_pairs]") {
  const BytePairs pairs(std::vector<BytePairs::Pair>{{"a", "b"}});
  Rng rng(3);
  CHECK(pairs.split("ab", 0, rng).size() == 1);
  CHECK(pairs.split("ab", 1, rng).size() == 2);
  int apart = 0;
  for (int i = 0; i < 10'000; ++i) apart += pairs.split("ab", 0.3, rng).size() == 2;
  CHECK(std::abs(apart - 3000) < 5 * std::sqrt(10'000 * 0.3 * 0.7));  // five standard deviations
  Rng one(4), other(4);
  CHECK(pairs.split("ababab", 0.5, one) == pairs.split("ababab", 0.5, other));
  CHECK_THROWS_WITH(pairs.split("ab", -0.1, rng), Contains("the dropout of merges must be from 0 to 1"));
}

TEST_CASE("byte pairs: their text keeps every byte, and a damaged one is an error", "[byte_pairs]") {
  Rng rng(5);
  Counts counts{{" ein", 3}, {" \xc3\xa4\\n", 3}, {"\xff\x01 ", 2}, {" \xe2\x82\xac", 4}};
  const BytePairs pairs = BytePairs::learn(counts, 30);
  const std::string text = byte_pairs_text(pairs);
  CHECK(byte_pairs_from_text(text, "f").merges() == pairs.merges());
  CHECK_THAT(text, Contains("#pieces\n") && Contains("\\s"));
  for (const auto& [damaged, problem] : std::vector<std::pair<std::string, std::string>>{
           {"#pieces\na b", "middle of a line"},
           {"#pieces\nab\n", "f:2: expected two pieces"},
           {"#pieces\na \n", "expected two pieces"},
           {"#pieces\na \\q\n", "expected two pieces"},
           {"#pieces\na \\x4\n", "expected two pieces"},
           {"#pieces\nab c\n", "but no earlier merge makes 'ab'"},
           {"#pieces\na b\na b\n", "is there twice"},
           {"a b\n", "begins with a line #pieces"}}) {
    const std::string bad = damaged;
    CHECK_THROWS_WITH(byte_pairs_from_text(bad, "f"), Contains(problem));
  }
}

TEST_CASE("chunks: joined, they are the text to the byte", "[byte_pairs]") {
  CHECK(chunks(" Hello, world!  Don't (stop) 1984.") ==
        Words{" Hello", ",", " world", "!", " ", " Don", "'", "t", " (", "stop", ")", " 1984", "."});
  CHECK(chunks("a1b \n c") == Words{"a", "1", "b", " ", "\n", " c"});
  Rng rng(6);
  for (Index size = 0; size < 80; ++size) {
    const std::string bytes = random_bytes(rng, size);
    std::string text;
    for (const std::string& chunk : chunks(bytes)) text += chunk;
    CHECK(text == bytes);
  }
}

TEST_CASE("bpe: text as people write it comes back, through the words and through the pieces",
          "[byte_pairs]") {
  const std::vector<std::string> lines{
      "Hello, world! It's 3.14 \u2014 or \"c++\" & co.",
      "\u201eDas wei\u00df ich\u201c, sagte er \u2013 und ging nach K\u00f6ln-Deutz...",
      "\u00ab\u00a0O\u00f9 vas-tu\u202f?\u00a0\u00bb L'\u00e9t\u00e9, c'est fini\u202f; voil\u00e0\u00a0: "
      "oui\u2014non.",
      "\u00bb Ja \u00ab  two  spaces, \u6211\u7231\u5317\u4eac\u3002 \U0001f44b\U0001f3fd!"};
  Counts counts;
  for (const std::string& line : lines) {
    for (const std::string& word : tokenize(line, Tokenizer::bpe)) counts[word] += 2;
  }
  const Vocabulary vocabulary = Vocabulary::of_pieces(BytePairs::learn(counts, 60));
  for (const std::string& line : lines) {
    const Words words = tokenize(line, Tokenizer::bpe);
    CHECK(detokenize(words, Tokenizer::bpe) == line);
    const std::vector<Token> tokens = vocabulary.encode(words);
    CHECK(std::find(tokens.begin(), tokens.end(), Vocabulary::unknown) == tokens.end());
    CHECK(vocabulary.decode(tokens) == words);
  }
  CHECK(tokenize(" \t ", Tokenizer::bpe).empty());
  CHECK(tokenize("  a  ", Tokenizer::bpe) == Words{" a"});
  // What a model may write, and no text has: half a character.
  CHECK(vocabulary.decode({4 + 0xc3, Vocabulary::eos}) == Words{"\ufffd"});
}

TEST_CASE("a vocabulary of pieces is the same after saving, and knows which pieces are one word",
          "[byte_pairs]") {
  const Vocabulary vocabulary =
      Vocabulary::of_pieces(BytePairs(std::vector<BytePairs::Pair>{{" ", "a"}, {" a", "b"}, {"c", "d"}}));
  CHECK(vocabulary.size() == 4 + 256 + 3);
  const Vocabulary loaded = Vocabulary::from_string(vocabulary.to_string(), "f");
  CHECK(loaded == vocabulary);
  CHECK(loaded.has_pieces());
  const Words words{" abcd", ",", " a"};
  const std::vector<Token> tokens = loaded.encode(words);
  CHECK(tokens == std::vector<Token>{2, 4 + 257, 4 + 258, 4 + ',', 4 + 256, 3});
  CHECK(loaded.word_numbers(tokens) == std::vector<Index>{0, 1, 1, 2, 3, 4});
  CHECK(Vocabulary::build({{"a", 1}}).word_numbers({2, 4, 4, 3}) == std::vector<Index>{0, 1, 2, 3});
  Rng rng(1);
  CHECK(loaded.encode(words, 0, rng) == tokens);
  CHECK_THROWS_WITH(Vocabulary().encode(words, 0.1, rng), Contains("words have no merges"));
}
