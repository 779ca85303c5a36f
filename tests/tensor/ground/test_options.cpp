#include "tensor/ground/options.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

using namespace heed;
using heed::testing::error_of;

namespace {

const std::vector<Option> known{{"--epochs", "N", "10", "passes over the pairs"},
                                {"--epsilon", "E", "0.5", "a small number"},
                                {"--out", "DIR", "", "where to"},
                                {"--resume", "", "", "go on"}};

Options parse(const std::vector<std::string>& words) { return Options(known, words); }
std::string usage_error(const std::vector<std::string>& words) {
  try {
    parse(words);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("options: a value is given as two words or with =, else it is the fallback", "[options]") {
  const Options options = parse({"--epochs", "3", "--out=a=b", "--resume"});
  CHECK(options.integer("--epochs", 1) == 3);
  CHECK(options.text("--out") == "a=b");
  CHECK(options.given("--resume"));
  CHECK_FALSE(options.given("--epsilon"));
  CHECK(options.number("--epsilon", 0, 1) == 0.5);
  CHECK(parse({}).text("--out").empty());
  CHECK(parse({"--epochs", "3", "--epochs", "4"}).integer("--epochs", 1) == 4);  // the last counts
  CHECK(parse({"--epsilon", "-0.25"}).number("--epsilon", -1, 1) == -0.25);
}

TEST_CASE("options: an unknown option or argument is named, with the nearest known one", "[options]") {
  CHECK(usage_error({"--epoch", "3"}) == "unknown option --epoch; did you mean --epochs?");
  CHECK(usage_error({"--ephocs=3"}) == "unknown option --ephocs; did you mean --epochs?");
  CHECK(usage_error({"-o"}) == "unknown option -o");
  CHECK(usage_error({"3"}) == "unexpected argument '3'");
  CHECK(usage_error({"--epochs"}) == "--epochs needs a value: --epochs N");
  CHECK(usage_error({"--out", "--resume"}) == "--out needs a value: --out DIR");
  CHECK(usage_error({"--resume=yes"}) == "--resume takes no value");
}

TEST_CASE("options: numbers must be numbers within their limits", "[options]") {
  for (const std::string wrong : {"", "three", "3x", "3.5", "99999999999999999999"}) {
    const Options options = parse({"--epochs=" + wrong});
    CHECK_THROWS_AS(options.integer("--epochs", 1), UsageError);
    CHECK(error_of([&] { options.integer("--epochs", 1); }) ==
          "--epochs must be a whole number, not '" + wrong + "'");
  }
  for (const std::string wrong : {"", "nan", "inf", "1e999", "0,5", "0.5 "}) {
    const Options options = parse({"--epsilon=" + wrong});
    CHECK_THROWS_AS(options.number("--epsilon", 0, 1), UsageError);
  }
  CHECK(parse({"--epsilon=1e-999"}).number("--epsilon", 0, 1) == 0);
  CHECK(error_of([] {
          parse({"--epochs", "0"}).integer("--epochs", 1);
        }) == "--epochs must be 1 or more, not 0");
  CHECK(error_of([] {
          parse({"--epochs", "9"}).integer("--epochs", 1, 8);
        }) == "--epochs must be 8 or less, not 9");
  CHECK(error_of([] {
          parse({"--epsilon", "-1"}).number("--epsilon", 0, 1);
        }) == "--epsilon must be 0 or more, not -1");
  CHECK(error_of([] {
          parse({"--epsilon", "2"}).number("--epsilon", 0, 1);
        }) == "--epsilon must be 1 or less, not 2");
}

TEST_CASE("options: a value must be one of the choices", "[options]") {
  CHECK(parse({"--out", "dot"}).choice("--out", {"dot", "none"}) == "dot");
  CHECK(error_of([] {
          parse({"--out", "non"}).choice("--out", {"dot", "none"});
        }) == "--out must be one of dot, none, not 'non'; did you mean none?");
  CHECK(error_of([] {
          parse({"--out", "xyzzy"}).choice("--out", {"dot", "none"});
        }) == "--out must be one of dot, none, not 'xyzzy'");
}

TEST_CASE("options: the nearest word takes the fewest changes; a word that is too far from all has none",
          "[options]") {
  const std::vector<std::string> words{"train", "eval", "run"};
  CHECK(nearest("trian", words) == "train");
  CHECK(nearest("elevaet", {"eval", "elevate"}) == "elevate");
  CHECK(nearest("rin", words) == "run");
  CHECK(nearest("translate", words).empty());
  CHECK(nearest("", words).empty());
  CHECK(nearest("--valid", {"--void", "--valid-fraction"}) == "--valid-fraction");  // cut short
}

TEST_CASE("options: the help has a line for each option, with its default", "[options]") {
  CHECK(help_text(known) ==
        "  --epochs N                  passes over the pairs [10]\n"
        "  --epsilon E                 a small number [0.5]\n"
        "  --out DIR                   where to\n"
        "  --resume                    go on\n");
}
