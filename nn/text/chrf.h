// chrF measures how close translations are to their references by the character n-grams they share
// (Popović, 2015). Unlike BLEU, it also rewards a word that is partly right.
#pragma once

#include <string>
#include <vector>

namespace heed {

// Computes chrF of a whole corpus, 0 to 100, equal to sacreBLEU's chrF2. n-grams have 1 to 6
// characters, within a sentence whose white space is removed. Precision P and recall R are averaged
// over the orders that both sides have, and chrF = (1 + beta^2) P R / (beta^2 P + R) with beta = 2.
// Throws if there are not as many references as hypotheses.
double chrf(const std::vector<std::string>& hypotheses, const std::vector<std::string>& references);

}  // namespace heed
