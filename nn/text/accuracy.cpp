#include "nn/text/accuracy.h"

#include "nn/text/vocabulary.h"
#include "tensor/ground/error.h"

namespace heed {

void TokenAccuracy::add(const TokenMatrix& predicted, const TokenMatrix& target) {
  predicted.check("token accuracy");
  target.check("token accuracy");
  if (predicted.rows != target.rows || predicted.columns != target.columns) {
    fail("token accuracy: predictions of size (", predicted.rows, ", ", predicted.columns,
         ") for targets of size (", target.rows, ", ", target.columns, ")");
  }
  for (std::size_t i = 0; i < target.ids.size(); ++i) {
    if (target.ids[i] == Vocabulary::pad) continue;
    right += predicted.ids[i] == target.ids[i];
    ++total;
  }
}

double TokenAccuracy::value() const {
  return total == 0 ? 0 : static_cast<double>(right) / static_cast<double>(total);
}

double exact_matches(const std::vector<Words>& hypotheses, const std::vector<Words>& references) {
  if (hypotheses.size() != references.size()) {
    fail("exact matches: ", hypotheses.size(), " hypotheses for ", references.size(), " references");
  }
  double count = 0;
  for (std::size_t i = 0; i < references.size(); ++i) count += hypotheses[i] == references[i];
  return references.empty() ? 0 : count / static_cast<double>(references.size());
}

}  // namespace heed
