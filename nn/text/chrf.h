// chrF: how close translations come to their references, by the characters in common (Popović, 2015). It
// grants part of a word what BLEU grants only the whole.
#pragma once

#include <string>
#include <vector>

namespace heed {

// 0 to 100, of a whole corpus, equal to sacreBLEU's chrF2: n-grams of 1 to 6 characters within a sentence
// from which white space was taken; precision P and recall R are averaged over the orders that both sides
// have, and chrF = (1 + beta^2) P R / (beta^2 P + R) with beta = 2. Throws when the counts of sentences
// differ.
double chrf(const std::vector<std::string>& hypotheses, const std::vector<std::string>& references);

}  // namespace heed
