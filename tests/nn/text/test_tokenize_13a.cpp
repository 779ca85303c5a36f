// The words and the score of sacreBLEU's default, on sentences of our own (make_sacrebleu.py).
#include "nn/text/bleu.h"
#include "nn/text/lines.h"
#include "nn/text/tokenize_13a.h"
#include "tests/catch.h"

#include <sstream>

using namespace heed;

namespace {

std::vector<std::string> columns(const std::string& line) {
  std::vector<std::string> result;
  std::istringstream in(line);
  for (std::string column; std::getline(in, column, '\t');) result.push_back(column);
  return result;
}

}  // namespace

TEST_CASE("13a: words and score equal sacreBLEU's", "[bleu]") {
  const std::vector<std::string> lines = read_lines("tests/nn/text/sacrebleu.tsv");
  REQUIRE(lines.size() == 16);
  std::vector<Words> hypotheses, references;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> line = columns(lines[i]);
    REQUIRE(line.size() == 3);
    hypotheses.push_back(tokenize_13a(line[0]));
    references.push_back(tokenize_13a(line[1]));
    CHECK(detokenize(hypotheses.back(), Tokenizer::split) == line[2]);
  }
  // Fifteen digits are printed; the logarithms may round differently in the last one.
  CHECK(bleu(hypotheses, references, Smoothing::exponential).score ==
        Approx(std::stod(columns(lines[0])[0])).epsilon(1e-14));
}
