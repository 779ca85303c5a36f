#include "tutorials/03-checking-gradients/rules.h"

#include "autograd/record.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

namespace heed {
namespace {

// [functions]
// The scores of attention are scaled, here by 1/2.
Tensor weights(const Tensor& x) { return softmax(x / 2.0); }

const Tensor& A() {
  static const Tensor a = tensor({{1, 2, 0}, {-1, 0.5, 1}, {0.5, -1, 2}});
  return a;
}
Tensor product(const Tensor& x) { return matmul(A(), x); }

Tensor sinc(const Tensor& x) { return where(equal(x, scalar(0)), scalar(1), sin(x) / x); }  // 1 at 0

Tensor centred(const Tensor& x) { return x - mean(x); }

Tensor add_to_rows(const Tensor& x) { return A() + x; }  // (3, 3) + (3)
// [/functions]

}  // namespace

// [run]
Variable run(const Case& one, const Variable& x) {
  const Tensor input = x.value().clone(), y = one.f(input);  // a copy: a check moves the elements of x
  const Edge edge{x, [one, input, y](const Tensor& g) { return one.rule(g, input, y); }};
  return record(one.operation, y, edge);
}
// [/run]

// [table]
std::vector<Case> all_cases() {
  using T = const Tensor&;
  const Tensor square = tensor({{0.5, -1, 2}, {1.5, 0.3, -0.7}, {-0.2, 0.8, 1.1}}),
               row = tensor({0.5, -1, 2});
  const Tensor with_zero = tensor({0.5, 0, -2, 1.3});
  const auto dot = [](T g, T w) { return sum(w * g, -1, keep_axis); };
  return {
      {"tanh", "", [](T x) { return tanh(x); }, [](T g, T, T y) { return g * (1 - y * y); }, square},
      {"tanh", "1 - x x", [](T x) { return tanh(x); }, [](T g, T x, T) { return g * (1 - x * x); }, square},
      {"tanh", "g forgotten", [](T x) { return tanh(x); }, [](T, T, T y) { return 1 - y * y; }, square},
      {"softmax", "", weights, [dot](T g, T, T w) { return w * (g - dot(g, w)) / 2.0; }, square},
      {"softmax", "scale forgotten", weights, [dot](T g, T, T w) { return w * (g - dot(g, w)); }, square},
      {"softmax", "sum forgotten", weights, [](T g, T, T w) { return w * g / 2.0; }, square},
      {"softmax", "wrong axis", weights, [](T g, T, T w) { return w * (g - sum(w * g, 0)) / 2.0; }, square},
      {"product", "", product, [](T g, T, T) { return matmul(transpose(A()), g); }, square},
      {"product", "A not transposed", product, [](T g, T, T) { return matmul(A(), g); }, square},
      {"product", "result transposed", product, [](T g, T, T) { return matmul(transpose(g), A()); }, square},
      {"sinc", "", sinc,
       [](T g, T x, T y) { return g * where(equal(x, scalar(0)), scalar(0), (cos(x) - y) / x); }, with_zero},
      {"sinc", "0 / 0 at 0", sinc, [](T g, T x, T y) { return g * (cos(x) - y) / x; }, with_zero},
      {"sinc", "sign", sinc, [](T g, T x, T y) { return g * (y - cos(x)) / (x + 1e-6); }, with_zero},
      {"centred", "", centred, [](T g, T, T) { return g - mean(g); }, row},
      {"centred", "mean forgotten", centred, [](T g, T, T) { return g; }, row},
      {"centred", "always 0", centred, [](T g, T, T) { return g * 0.0; }, row},
      {"rows", "", add_to_rows, [](T g, T, T) { return sum(g, 0); }, row},
      {"rows", "last row only", add_to_rows, [](T g, T, T) { return select(g, 0, 2) * 1.0; }, row},
      {"rows", "along axis 1", add_to_rows, [](T g, T, T) { return sum(g, 1); }, row},
  };
}
// [/table]

Case find(const std::string& operation, const std::string& mistake) {
  for (const Case& one : all_cases()) {
    if (one.operation == operation && one.mistake == mistake) return one;
  }
  fail("there is no case ", operation, ", ", mistake);
}

}  // namespace heed
