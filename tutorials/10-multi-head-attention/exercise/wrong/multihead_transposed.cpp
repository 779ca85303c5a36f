// expect: your matrices are transposed
#define multihead right_multihead
#include "tutorials/10-multi-head-attention/exercise/solution.cpp"
#undef multihead

namespace heed::exercise {

Tensor multihead(const Tensor& Q, const Tensor& K, const Tensor& V, const Tensor& W_q, const Tensor& W_k,
                 const Tensor& W_v, const Tensor& W_o, Index heads) {
  const auto project = [&](const Tensor& x, const Tensor& W) {
    return split(unsqueeze(matmul(x, W), 0), heads);
  };
  const Tensor q = project(Q, W_q), k = project(K, W_k), v = project(V, W_v);
  const Tensor scores = matmul(q, transpose(k)) / std::sqrt(static_cast<double>(k.size(-1)));
  return matmul(select(join(matmul(softmax(scores), v)), 0, 0), W_o);
}

}  // namespace heed::exercise
