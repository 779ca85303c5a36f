#include "tests/nn/helpers.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/products.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"
#include "tests/judge.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace heed::testing {
namespace {

// A value in a small network is the result of at most a few thousand roundings in a row (a few hundred steps,
// some of them sums of up to ten products). Each rounding is at most half an epsilon of an intermediate
// value, and those are about as large as the largest result, or 1.
constexpr double roundings = 4096;
constexpr double tolerance = roundings * std::numeric_limits<Scalar>::epsilon() / 2;

}  // namespace

std::string disagreement(const Tensor& ours, const Tensor& golden) {
  double largest = 1;
  for (const double x : golden.to_doubles()) {
    if (std::isfinite(x)) largest = std::max(largest, std::abs(x));
  }
  return difference(ours, golden, [=](double) { return tolerance * largest; });
}

void check_close(const std::string& what, const Tensor& ours, const Tensor& golden) {
  INFO(what);
  CHECK(disagreement(ours, golden) == "");
}

void check_same(const std::string& what, const Tensor& a, const Tensor& b) {
  INFO(what);
  CHECK(all_equal(a, b));
}

void shuffle_parameters(Module& module, Rng& rng) {
  for (auto& [name, variable] : module.named_parameters())
    variable.value().copy_from(random_normal(variable.shape(), rng, 0, 0.5));
}

std::vector<Tensor> parameter_gradients(Module& module, const Variable& result, const Tensor& upstream) {
  module.zero_grad();
  result.backward(upstream);
  std::vector<Tensor> gradients;
  for (const Variable& variable : module.parameters())
    gradients.push_back(variable.grad().defined() ? variable.grad().clone() : zeros(variable.shape()));
  module.zero_grad();
  return gradients;
}

namespace {

// (batch, time, size) -> (batch, heads, time, size / heads)
Variable split_heads(const Variable& x, Index heads) {
  return transpose(reshape(x, {x.size(0), x.size(1), heads, x.size(2) / heads}), 1, 2);
}

}  // namespace

Variable multihead_weights(const MultiheadAttention& attention, const Variable& Q, const Variable& K,
                           const Tensor& mask) {
  const Variable k = split_heads(attention.key(K), attention.heads()),
                 q = split_heads(attention.query(Q), attention.heads());
  const Variable scores = matmul(q, transpose(k)) / std::sqrt(static_cast<double>(q.size(-1)));
  return softmax(scores, mask.defined() && mask.rank() == 3 ? unsqueeze(mask, 1) : mask);
}

Variable multihead_output(const MultiheadAttention& attention, const Variable& weights, const Variable& V) {
  const Variable heads =
      matmul(attention.dropout(weights), split_heads(attention.value(V), attention.heads()));
  return attention.output(reshape(transpose(heads, 1, 2), {V.size(0), weights.size(2), V.size(2)}));
}

std::string error_of(const std::function<void()>& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TokenMatrix token_rows(std::initializer_list<std::initializer_list<Token>> rows) {
  TokenMatrix tokens(static_cast<Index>(rows.size()), static_cast<Index>(rows.begin()->size()));
  auto to = tokens.ids.begin();
  for (const auto& row : rows) to = std::copy(row.begin(), row.end(), to);
  return tokens;
}

}  // namespace heed::testing
