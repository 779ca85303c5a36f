// expect: every value is taken whole
#define read right_read
#include "tutorials/06-query-key-value/exercise/solution.cpp"
#undef read

namespace heed::exercise {

Tensor read(const Tensor& query, const Tensor& keys, const Tensor& values) {
  Tensor output = zeros({values.size(1)});
  for (Index key = 0; key < keys.size(0); ++key) {
    double score = 0;
    for (Index i = 0; i < keys.size(1); ++i) score += static_cast<double>(query(i) * keys(key, i));
    const double weight = std::exp(score) / std::exp(score);
    for (Index i = 0; i < values.size(1); ++i) output.at(i) += static_cast<Scalar>(weight) * values(key, i);
  }
  return output;
}

}  // namespace heed::exercise
