// Our solution of the exercise of lesson 25. There are others.
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tutorials/25-senses/exercise/exercise.h"

#include <algorithm>
#include <map>

namespace heed::exercise {

Tensor read_again(const Tensor& query, const Tensor& patches, Index reads) {
  Tensor asked = query;
  for (Index read = 0; read < reads; ++read) {
    const Tensor weights = softmax(squeeze(matmul(patches, unsqueeze(asked, 1)), 1));  // (count)
    asked = asked + squeeze(matmul(unsqueeze(weights, 0), patches), 0);
  }
  return asked;
}

double blind_share(const std::vector<std::string>& questions, const std::vector<std::string>& answers) {
  std::map<std::string, std::map<std::string, Index>> counts;
  for (std::size_t i = 0; i < questions.size(); ++i) ++counts[questions[i]][answers[i]];
  Index right = 0;
  for (const auto& [question, given] : counts) {
    Index most = 0;
    for (const auto& [answer, count] : given) most = std::max(most, count);
    right += most;
  }
  return static_cast<double>(right) / static_cast<double>(questions.size());
}

double times_chance(const Tensor& weights, const std::vector<bool>& on_object) {
  double weight = 0, patches = 0;
  for (std::size_t i = 0; i < on_object.size(); ++i) {
    if (!on_object[i]) continue;
    weight += weights.to_doubles()[i];
    ++patches;
  }
  return weight / (patches / static_cast<double>(on_object.size()));
}

double predicted_zeros() { return 0.75 * 0.75 * 0.75; }

}  // namespace heed::exercise
