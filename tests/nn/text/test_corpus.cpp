#include "nn/text/corpus.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

#include <set>

using namespace heed;
using Catch::Contains;

namespace {
const std::string mark = "\xef\xbb\xbf";  // the byte order mark
}

TEST_CASE("parallel files: line n translates line n; byte order mark, CRLF and blank lines are handled") {
  const TemporaryFolder folder;
  const std::string de = folder.file("a.de", mark + "Ein Hund.\r\n\r\nZwei\r\nDrei\r\n");
  const std::string en = folder.file("a.en", "A dog.\nblank\n \nThree");
  const Corpus corpus = load_parallel(de, en);
  REQUIRE(corpus.pairs.size() == 2);
  CHECK(corpus.pairs[0].source == Words{"ein", "hund", "."});
  CHECK(corpus.pairs[0].target == Words{"a", "dog", "."});
  CHECK(corpus.pairs[1].source == Words{"drei"});
  CHECK(corpus.pairs[1].target == Words{"three"});
  CHECK(corpus.to_string() == "2 pairs (2 blank left out)");
  CHECK(load_parallel(de, en, {Tokenizer::split}).pairs[0].target == Words{"A", "dog."});
}

TEST_CASE("unequal line counts: the error names both, and the first line without a partner") {
  const TemporaryFolder folder;
  const std::string two = folder.file("two", "a\nb\n"), three = folder.file("three", "x\ny\nz z\n");
  CHECK_THROWS_WITH(load_parallel(two, three), two + " has 2 lines and " + three + " has 3: line 3 of " +
                                                   three + " has no partner: 'z z'");
  CHECK_THROWS_WITH(load_parallel(three, two), three + " has 3 lines and " + two + " has 2: line 3 of " +
                                                   three + " has no partner: 'z z'");
}

TEST_CASE("pairs that are longer than the limit on either side are left out and counted") {
  const TemporaryFolder folder;
  const std::string file = folder.file("a.tsv", "a b\tx\na\tx y\na b c\tx\na\tx y z\n\n");
  const Corpus corpus = load_pairs(file, {Tokenizer::split, 2});
  CHECK(corpus.pairs.size() == 2);
  CHECK(corpus.too_long == 2);
  CHECK(corpus.to_string() == "2 pairs (1 blank and 2 too long left out)");
  CHECK(load_pairs(file).to_string() == "4 pairs (1 blank left out)");
  CHECK_THROWS_WITH(
      load_pairs(file, {Tokenizer::split, 0}),
      file + ": no sentence pairs of at most 0 words: 0 pairs (1 blank and 4 too long left out)");
}

TEST_CASE("tab-separated: two columns, or three with the last ignored") {
  const TemporaryFolder folder;
  const Corpus corpus =
      load_pairs(folder.file("a.tsv", mark + "Go.\tVa\u202f!\tCC-BY 2.0 (France) Attribution: #1 & "
                                             "#2\r\nHi.\tSalut.\r\n\t\n  \nx\t\n\ty\nx\t \tby\n"));
  REQUIRE(corpus.pairs.size() == 2);
  CHECK(corpus.pairs[0].source == Words{"go", "."});
  CHECK(corpus.pairs[0].target == Words{"va", "!"});
  CHECK(corpus.pairs[1].target == Words{"salut", "."});
  CHECK(corpus.blank == 5);
}

TEST_CASE("a wrong number of columns is reported with file and line") {
  const TemporaryFolder folder;
  const std::string one = folder.file("one.tsv", "a\tb\n\nno tab here\n");
  CHECK_THROWS_WITH(load_pairs(one),
                    one +
                        ":3: 1 column instead of two or three (source TAB target [TAB attribution]): "
                        "'no tab here'");
  const std::string four = folder.file("four.tsv", "a\tb\tc\td\n");
  CHECK_THROWS_WITH(load_pairs(four), Contains(four + ":1: 4 columns instead of two or three"));
}

TEST_CASE("files without a sentence, files that are not UTF-8, and missing files are rejected") {
  const TemporaryFolder folder;
  const std::string empty = folder.file("empty", ""), blank = folder.file("blank", "\n\n"),
                    one = folder.file("one", "a\n");
  CHECK_THROWS_WITH(load_pairs(empty), empty + ": no sentence pairs: 0 pairs");
  CHECK_THROWS_WITH(load_pairs(blank), blank + ": no sentence pairs: 0 pairs (2 blank left out)");
  CHECK_THROWS_WITH(load_parallel(empty, empty), empty + ", " + empty + ": no sentence pairs: 0 pairs");
  const std::string latin = folder.file("latin", "f\xfcr\n");
  CHECK_THROWS_WITH(load_parallel(one, latin), Contains(latin + ":1: not UTF-8"));
  CHECK_THROWS_WITH(load_parallel(one, folder / "none"), Contains("cannot read '" + folder.path + "/none'"));
}

TEST_CASE("held-out sentences do not occur in training") {
  Corpus corpus;
  for (int i = 0; i < 400; ++i) {  // each source three times or so, as in ManyThings' files
    corpus.pairs.push_back({{std::to_string(i * i % 131)}, {std::to_string(i)}});
  }
  Corpus again = corpus;
  Rng rng(7), same(7);
  const std::vector<SentencePair> held_out = hold_out(corpus, 0.1, rng);
  CHECK(held_out.size() >= 40);
  CHECK(held_out.size() < 40 + 12);  // a source has at most 8 targets here, which limits the excess
  CHECK(held_out.size() + corpus.pairs.size() == 400);
  std::set<Words> seen, targets;
  for (const SentencePair& pair : corpus.pairs) seen.insert(pair.source), targets.insert(pair.target);
  for (const SentencePair& pair : held_out) {
    CHECK(seen.count(pair.source) == 0);
    targets.insert(pair.target);
  }
  CHECK(targets.size() == 400);
  CHECK(hold_out(again, 0.1, same).front().target == held_out.front().target);  // the seed decides
}

TEST_CASE("a part that would be empty cannot be held out") {
  Corpus corpus;
  corpus.pairs = {{{"a"}, {"b"}}, {{"a"}, {"c"}}};
  Rng rng;
  for (const double fraction : {0.0, 1.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_THROWS_WITH(hold_out(corpus, fraction, rng),
                      Contains("the fraction held out must be between 0 and 1"));
  }
  CHECK_THROWS_WITH(hold_out(corpus, 0.5, rng),
                    "holding out 0.5 of 2 sentence pairs leaves 0 for training and 2 for validation");
}

TEST_CASE("a list of sentences with ids and languages is not a file of pairs") {
  const TemporaryFolder folder;
  for (const std::string lines :
       {"1\tcmn\t我們試試看！\n2\tdeu\tGuten Tag!\n", "\n1276\teng\tLet's try.\n1277\t\\N\tx\n",
        "eng\t5\tGo.\neng\t6\tHi.\n", "7\tGo.\tzh_CN\n8\tHi.\tsr-Latn\n"}) {
    const std::string file = folder.file("sentences.csv", lines);
    CHECK_THROWS_WITH(
        load_pairs(file),
        Contains(file + ": each line has an id, a language and one sentence") && Contains("cut -f2,4"));
  }
  // Numbers, and words that look like languages, may be text.
  for (const std::string lines : {"1\tone\n2\ttwo\n", "1\tone\tx y\n3\tthree\tx y\n", "der\tthe\tCC-BY\n"})
    CHECK(load_pairs(folder.file("pairs.tsv", lines)).pairs.size() >= 1);
  const std::string ids = folder.file("ids.tsv", "12\tGo.\t77\tGeh.\n");
  CHECK_THROWS_WITH(load_pairs(ids), Contains(":1: 4 columns") && Contains("`cut -f2,4` removes"));
}

TEST_CASE("pairs know their lines, and lines that cannot be read may be reported instead") {
  const TemporaryFolder folder;
  std::vector<std::string> problems;
  const CorpusOptions options{.bad_line = [&](const std::string& problem) { problems.push_back(problem); }};
  const std::string file = folder.file("a.tsv", "a\tb\n\n\xff\tx\nno tab\nc\td\n");
  const Corpus corpus = load_pairs(file, options);
  REQUIRE(corpus.pairs.size() == 2);
  CHECK(corpus.pairs[0].line == 1);
  CHECK(corpus.pairs[1].line == 5);
  CHECK(corpus.blank == 3);
  REQUIRE(problems.size() == 2);
  CHECK_THAT(problems[0], Catch::StartsWith(file + ":3: not UTF-8"));
  CHECK_THAT(problems[1], Catch::StartsWith(file + ":4: 1 column"));
  const std::string de = folder.file("de", "a\n\xff\nc\n"), en = folder.file("en", "x\ny\nz\n");
  CHECK(load_parallel(de, en, options).pairs.back().line == 3);
  CHECK_THAT(problems.back(), Catch::StartsWith(de + ":2: not UTF-8"));
}

TEST_CASE("a file of CR alone is read, and the message about a long line is short") {
  const TemporaryFolder folder;
  CHECK(load_pairs(folder.file("mac.tsv", "a\tb\rc\td\r")).pairs.size() == 2);
  const std::string file = folder.file("long.tsv", std::string(10'000'000, 'x') + "\x1b[2J");
  try {
    load_pairs(file);
    FAIL("no error");
  } catch (const Error& error) {
    const std::string message = error.what();
    CHECK(message.size() < 1000);
    CHECK_THAT(message, Contains(":1: 1 column") && Contains("x\\x1b[2J'"));
  }
}

TEST_CASE("decomposed letters and characters that nobody sees make no new words") {
  const TemporaryFolder folder;
  const Corpus corpus =
      load_pairs(folder.file("a.tsv", "ho\u0308rt\tfox\u200b\n" + mark + "hört\tf\u00adox\n"));
  REQUIRE(corpus.pairs.size() == 2);
  CHECK(corpus.pairs[0].source == corpus.pairs[1].source);
  CHECK(corpus.pairs[0].target == corpus.pairs[1].target);
}
