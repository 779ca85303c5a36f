#include "nn/text/chrf.h"

#include "nn/text/characters.h"
#include "nn/text/ngrams.h"
#include "tensor/ground/error.h"
#include "tensor/ground/utf8.h"

#include <array>

namespace heed {
namespace {

constexpr std::size_t orders = 6;
constexpr double beta = 2;

std::u32string without_space(const std::string& sentence) {
  std::u32string characters = decode_utf8(sentence);
  std::erase_if(characters, is_space);
  return characters;
}

}  // namespace

double chrf(const std::vector<std::string>& hypotheses, const std::vector<std::string>& references) {
  if (hypotheses.size() != references.size()) {
    fail("chrF: ", hypotheses.size(), " hypotheses for ", references.size(), " references");
  }
  std::array<NgramMatches, orders> sums;
  for (std::size_t i = 0; i < hypotheses.size(); ++i) {
    const std::u32string hypothesis = without_space(hypotheses[i]), reference = without_space(references[i]);
    for (std::size_t n = 0; n < orders; ++n) {
      const NgramMatches matches = match_ngrams(hypothesis, reference, n + 1);
      // If the reference is too short for an order, the sentence does not count for that order.
      if (matches.reference > 0) sums[n].hypothesis += matches.hypothesis;
      sums[n].reference += matches.reference;
      sums[n].matched += matches.matched;
    }
  }

  double precision = 0, recall = 0;  // sums over the orders; divided by their number at the end
  int counted = 0;
  for (const NgramMatches& sum : sums) {
    if (sum.hypothesis == 0 || sum.reference == 0) continue;
    precision += static_cast<double>(sum.matched) / static_cast<double>(sum.hypothesis);
    recall += static_cast<double>(sum.matched) / static_cast<double>(sum.reference);
    ++counted;
  }
  if (precision == 0) return 0;  // no match, so recall is 0 as well
  precision /= counted;
  recall /= counted;
  return 100 * (1 + beta * beta) * precision * recall / (beta * beta * precision + recall);
}

}  // namespace heed
