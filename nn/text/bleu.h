// BLEU: how close translations come to their references, by the n-grams in common (Papineni et al., 2002).
#pragma once

#include "nn/text/tokenizer.h"
#include "tensor/ground/scalar.h"

#include <array>
#include <string>
#include <vector>

namespace heed {

struct Bleu {
  double score = 0;                    // 0 to 100
  std::array<double, 4> precisions{};  // of 1-grams to 4-grams, 0 to 100
  double brevity_penalty = 0;          // 0 to 1; 1 when the hypotheses are at least as long as the references
  double ratio = 0;                    // length of the hypotheses / length of the references
  std::array<Index, 4> matched{}, total{};            // n-grams of the hypotheses: in the reference, and all
  Index hypothesis_length = 0, reference_length = 0;  // in words

  std::string to_string() const;  // "BLEU = 36.52 (68.1/43.9/29.6/20.3, BP 0.98, ratio 0.98)"
};

// What an order without any match counts for. none, as in multi-bleu: zero, and so is the score. exponential,
// as sacreBLEU does unless told otherwise: half a match, a quarter for the next such order, and so on.
// Neither helps an order without n-grams, when every sentence has fewer than four words, or a translation
// without any match.
enum class Smoothing { none, exponential };

// Of a whole corpus (the counts are summed before any is divided), with one reference a sentence, on words as
// they stand: equal to multi-bleu.perl and to sacreBLEU's `--tokenize none`. Throws when the counts of
// sentences differ.
Bleu bleu(const std::vector<Words>& hypotheses, const std::vector<Words>& references,
          Smoothing smoothing = Smoothing::none);

}  // namespace heed
