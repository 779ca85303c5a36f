// expect: is a size hard-coded
#define read right_read
#include "tutorials/06-query-key-value/exercise/solution.cpp"
#undef read

namespace heed::exercise {

Tensor read(const Tensor& query, const Tensor& keys, const Tensor& values) {
  Tensor output = zeros({values.size(1)});
  double weights[3], total = 0;
  for (Index key = 0; key < 3; ++key) {
    weights[key] = std::exp(static_cast<double>(query(0) * keys(key, 0) + query(1) * keys(key, 1)));
    total += weights[key];
  }
  for (Index key = 0; key < 3; ++key) {
    for (Index i = 0; i < values.size(1); ++i)
      output.at(i) += static_cast<Scalar>(weights[key] / total) * values(key, i);
  }
  return output;
}

}  // namespace heed::exercise
