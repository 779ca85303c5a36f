// BLEU measures how close translations are to their references by the n-grams they share (Papineni
// et al., 2002).
#pragma once

#include "nn/text/tokenizer.h"
#include "tensor/ground/scalar.h"

#include <array>
#include <string>
#include <vector>

namespace heed {

// What BLEU counts. The counts of several sentences are added up.
struct BleuCounts {
  std::array<Index, 4> matched{}, total{};            // n-grams of the hypotheses: in the references, in all
  Index hypothesis_length = 0, reference_length = 0;  // in words

  BleuCounts& operator+=(const BleuCounts& other);
};

struct Bleu : BleuCounts {
  double score = 0;                    // 0 to 100
  std::array<double, 4> precisions{};  // for 1-grams to 4-grams, 0 to 100
  double brevity_penalty = 0;          // 0 to 1; 1 when the hypotheses are at least as long as the references
  double ratio = 0;                    // length of the hypotheses / length of the references

  std::string to_string() const;  // "BLEU = 36.52 (68.1/43.9/29.6/20.3, BP 0.98, ratio 0.98)"
};

// How an order (1 to 4 words) without any match is counted. none, as in multi-bleu: as zero, so the
// score is zero. exponential, the default of sacreBLEU: as half a match, the next such order as a
// quarter, and so on. Neither changes the result if an order has no n-grams, because every sentence
// has fewer than four words, or if nothing matches at all.
enum class Smoothing { none, exponential };

// Computes BLEU of a whole corpus (counts are summed over all sentences before the division) with
// one reference per sentence. Words are compared unchanged. The result equals multi-bleu.perl and
// sacreBLEU with `--tokenize none`. Throws if there are not as many references as hypotheses.
Bleu bleu(const std::vector<Words>& hypotheses, const std::vector<Words>& references,
          Smoothing smoothing = Smoothing::none);

// The same in two parts, for scores of many selections of the same sentences.
BleuCounts bleu_counts(const Words& hypothesis, const Words& reference);
Bleu bleu(const BleuCounts& counts, Smoothing smoothing);

}  // namespace heed
