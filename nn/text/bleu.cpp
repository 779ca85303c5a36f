#include "nn/text/bleu.h"

#include "nn/text/ngrams.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <unordered_map>

namespace heed {
namespace {

// Gives each new word the next id, so that a sentence becomes a sequence of symbols.
class Numbering {
 public:
  std::u32string operator()(const Words& words) {
    std::u32string numbers;
    for (const std::string& word : words) {
      numbers += numbers_.emplace(word, static_cast<char32_t>(numbers_.size())).first->second;
    }
    return numbers;
  }

 private:
  std::unordered_map<std::string_view, char32_t> numbers_;
};

// Computes the precisions from the counts. They stay 0 for an order without n-grams, or without a
// match and without smoothing.
void set_precisions(Bleu& result, Smoothing smoothing) {
  double credit = 1;
  for (std::size_t n = 0; n < 4 && result.total[n] > 0; ++n) {
    auto matched = static_cast<double>(result.matched[n]);
    if (matched == 0 && smoothing == Smoothing::exponential) matched = credit /= 2;
    result.precisions[n] = 100 * matched / static_cast<double>(result.total[n]);
  }
}

}  // namespace

Bleu bleu(const std::vector<Words>& hypotheses, const std::vector<Words>& references, Smoothing smoothing) {
  if (hypotheses.size() != references.size()) {
    fail("BLEU: ", hypotheses.size(), " hypotheses for ", references.size(), " references");
  }
  BleuCounts counts;
  for (std::size_t i = 0; i < hypotheses.size(); ++i) counts += bleu_counts(hypotheses[i], references[i]);
  return bleu(counts, smoothing);
}

BleuCounts& BleuCounts::operator+=(const BleuCounts& other) {
  for (std::size_t n = 0; n < 4; ++n) {
    matched[n] += other.matched[n];
    total[n] += other.total[n];
  }
  hypothesis_length += other.hypothesis_length;
  reference_length += other.reference_length;
  return *this;
}

BleuCounts bleu_counts(const Words& hypothesis, const Words& reference) {
  Numbering number;
  const std::u32string ours = number(hypothesis), theirs = number(reference);
  BleuCounts counts;
  counts.hypothesis_length = std::ssize(ours);
  counts.reference_length = std::ssize(theirs);
  for (std::size_t n = 0; n < 4; ++n) {
    const NgramMatches matches = match_ngrams(ours, theirs, n + 1);
    counts.matched[n] = matches.matched;
    counts.total[n] = matches.hypothesis;
  }
  return counts;
}

Bleu bleu(const BleuCounts& counts, Smoothing smoothing) {
  Bleu result{counts};
  const auto length = static_cast<double>(result.hypothesis_length);
  const auto wanted = static_cast<double>(result.reference_length);
  result.ratio = wanted > 0 ? length / wanted : 0;
  result.brevity_penalty = length >= wanted ? 1 : length > 0 ? std::exp(1 - wanted / length) : 0;
  if (result.matched[0] == 0) return result;

  // score = BP (p1 p2 p3 p4)^(1/4). It is 0 if a precision is 0, because log 0 is -infinity.
  set_precisions(result, smoothing);
  double log_sum = 0;
  for (const double precision : result.precisions) log_sum += std::log(precision);
  result.score = result.brevity_penalty * std::exp(log_sum / 4);
  return result;
}

std::string Bleu::to_string() const {
  char line[128];
  std::snprintf(line, sizeof line, "BLEU = %.2f (%.1f/%.1f/%.1f/%.1f, BP %.2f, ratio %.2f)", score,
                precisions[0], precisions[1], precisions[2], precisions[3], brevity_penalty, ratio);
  return line;
}

}  // namespace heed
