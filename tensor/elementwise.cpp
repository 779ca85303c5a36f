#include "tensor/elementwise.h"

#include "tensor/ground/error.h"
#include "tensor/loops.h"
#include "tensor/raw/vector.h"

#include <cmath>

namespace heed {
namespace {

Scalar narrow(double value) { return static_cast<Scalar>(value); }

Tensor truth(const char* operation, const Tensor& a, const Tensor& b, auto holds) {
  return kernel::zip(operation, a, b,
                     [holds](Scalar x, Scalar y) { return holds(x, y) ? Scalar{1} : Scalar{0}; });
}

}  // namespace

Tensor operator+(const Tensor& a, const Tensor& b) {
  return kernel::zip("+", a, b, [](Scalar x, Scalar y) { return x + y; });
}
Tensor operator-(const Tensor& a, const Tensor& b) {
  return kernel::zip("-", a, b, [](Scalar x, Scalar y) { return x - y; });
}
Tensor operator*(const Tensor& a, const Tensor& b) {
  return kernel::zip("*", a, b, [](Scalar x, Scalar y) { return x * y; });
}
Tensor operator/(const Tensor& a, const Tensor& b) {
  return kernel::zip("/", a, b, [](Scalar x, Scalar y) { return x / y; });
}

Tensor operator+(const Tensor& a, double b) {
  return kernel::map("+", a, [y = narrow(b)](Scalar x) { return x + y; });
}
Tensor operator-(const Tensor& a, double b) {
  return kernel::map("-", a, [y = narrow(b)](Scalar x) { return x - y; });
}
Tensor operator*(const Tensor& a, double b) {
  return kernel::map("*", a, [y = narrow(b)](Scalar x) { return x * y; });
}
Tensor operator/(const Tensor& a, double b) {
  return kernel::map("/", a, [y = narrow(b)](Scalar x) { return x / y; });
}
Tensor operator+(double a, const Tensor& b) { return b + a; }
Tensor operator-(double a, const Tensor& b) {
  return kernel::map("-", b, [x = narrow(a)](Scalar y) { return x - y; });
}
Tensor operator*(double a, const Tensor& b) { return b * a; }
Tensor operator/(double a, const Tensor& b) {
  return kernel::map("/", b, [x = narrow(a)](Scalar y) { return x / y; });
}
Tensor operator-(const Tensor& x) {
  return kernel::map("-", x, [](Scalar y) { return -y; });
}

Tensor exp(const Tensor& x) {
  return kernel::map("exp", x, [](Scalar y) { return kernel::fast::exp(y); });
}
Tensor log(const Tensor& x) {
  return kernel::map("log", x, [](Scalar y) { return std::log(y); });
}
Tensor log1p(const Tensor& x) {
  return kernel::map("log1p", x, [](Scalar y) { return std::log1p(y); });
}
Tensor sqrt(const Tensor& x) {
  return kernel::map("sqrt", x, [](Scalar y) { return std::sqrt(y); });
}
Tensor tanh(const Tensor& x) {
  return kernel::map("tanh", x, [](Scalar y) { return kernel::fast::tanh(y); });
}
Tensor sigmoid(const Tensor& x) {
  return kernel::map("sigmoid", x, [](Scalar y) { return kernel::fast::sigmoid(y); });
}
Tensor relu(const Tensor& x) {
  return kernel::map("relu", x, [](Scalar y) { return y < 0 ? Scalar{0} : y; });
}
Tensor sin(const Tensor& x) {
  return kernel::map("sin", x, [](Scalar y) { return std::sin(y); });
}
Tensor cos(const Tensor& x) {
  return kernel::map("cos", x, [](Scalar y) { return std::cos(y); });
}
Tensor abs(const Tensor& x) {
  return kernel::map("abs", x, [](Scalar y) { return std::abs(y); });
}
Tensor pow(const Tensor& x, double exponent) {
  require_defined("pow", x);
  if (exponent == 2) return x * x;
  return kernel::map("pow", x, [p = narrow(exponent)](Scalar y) { return std::pow(y, p); });
}
Tensor pow(const Tensor& x, const Tensor& exponent) {
  return kernel::zip("pow", x, exponent, [](Scalar y, Scalar p) { return std::pow(y, p); });
}
Tensor pow(double x, const Tensor& exponent) { return pow(scalar(x), exponent); }
Tensor maximum(const Tensor& a, const Tensor& b) {
  return kernel::zip("maximum", a, b, [](Scalar x, Scalar y) { return x > y || x != x ? x : y; });
}
Tensor minimum(const Tensor& a, const Tensor& b) {
  return kernel::zip("minimum", a, b, [](Scalar x, Scalar y) { return x < y || x != x ? x : y; });
}
Tensor maximum(const Tensor& a, double b) { return maximum(a, scalar(b)); }
Tensor minimum(const Tensor& a, double b) { return minimum(a, scalar(b)); }
Tensor clamp(const Tensor& x, double low, double high) {
  require_defined("clamp", x);
  return minimum(maximum(x, low), high);
}

Tensor equal(const Tensor& a, const Tensor& b) {
  return truth("equal", a, b, [](Scalar x, Scalar y) { return x == y; });
}
Tensor not_equal(const Tensor& a, const Tensor& b) {
  return truth("not_equal", a, b, [](Scalar x, Scalar y) { return x != y; });
}
Tensor less(const Tensor& a, const Tensor& b) {
  return truth("less", a, b, [](Scalar x, Scalar y) { return x < y; });
}
Tensor less_equal(const Tensor& a, const Tensor& b) {
  return truth("less_equal", a, b, [](Scalar x, Scalar y) { return x <= y; });
}
Tensor greater(const Tensor& a, const Tensor& b) {
  return truth("greater", a, b, [](Scalar x, Scalar y) { return x > y; });
}
Tensor greater_equal(const Tensor& a, const Tensor& b) {
  return truth("greater_equal", a, b, [](Scalar x, Scalar y) { return x >= y; });
}
Tensor logical_not(const Tensor& x) {
  return kernel::map("logical_not", x, [](Scalar y) { return y == 0 ? Scalar{1} : Scalar{0}; });
}

Tensor where(const Tensor& condition, const Tensor& a, const Tensor& b) {
  require_defined("where", condition, a, b);
  const Shape shape = broadcast("where", condition.shape(), broadcast("where", a.shape(), b.shape()));
  Tensor out = empty(shape);
  Scalar* const to = out.mutable_data();
  const Scalar *const chooser = condition.data(), *const x = a.data(), *const y = b.data();
  kernel::for_each_row<4>(
      shape,
      {out.strides(), kernel::broadcast_strides(condition, shape), kernel::broadcast_strides(a, shape),
       kernel::broadcast_strides(b, shape)},
      [=](const auto& at, Index count, const auto& step) {
        Scalar* const result = to + at[0];
        const Scalar *const c = chooser + at[1], *const a_row = x + at[2], *const b_row = y + at[3];
        if (step[1] == 1 && step[2] == 1 && step[3] == 1) {  // a loop that vectorises
          for (Index i = 0; i < count; ++i) result[i] = c[i] != 0 ? a_row[i] : b_row[i];
        } else {
          for (Index i = 0; i < count; ++i)
            result[i] = c[i * step[1]] != 0 ? a_row[i * step[2]] : b_row[i * step[3]];
        }
      });
  return out;
}

Tensor masked_fill(const Tensor& x, const Tensor& mask, double value) {
  require_defined("masked_fill", x, mask);
  if (!(broadcast("masked_fill", x.shape(), mask.shape()) == x.shape())) {
    fail("masked_fill: the mask's shape ", mask.shape(), " does not broadcast to ", x.shape());
  }
  return kernel::zip("masked_fill", x, mask,
                     [v = narrow(value)](Scalar y, Scalar masked) { return masked != 0 ? v : y; });
}

bool all_close(const Tensor& a, const Tensor& b, double relative, double absolute) {
  require_defined("all_close", a, b);
  if (!(a.shape() == b.shape())) return false;
  const std::vector<Scalar> x = a.to_vector(), y = b.to_vector();
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double difference = std::abs(static_cast<double>(x[i]) - static_cast<double>(y[i]));
    const double bound = absolute + relative * std::abs(static_cast<double>(y[i]));
    // Equal infinities are close. Different infinities are not, and NaN is never close.
    if (x[i] != y[i] && !(std::isfinite(difference) && difference <= bound)) return false;
  }
  return true;
}

bool all_equal(const Tensor& a, const Tensor& b) {
  require_defined("all_equal", a, b);
  return a.shape() == b.shape() && a.to_vector() == b.to_vector();
}

bool all_finite(const Tensor& x) {
  require_defined("all_finite", x);
  const Tensor rows = x.contiguous();
  const Scalar* numbers = rows.data();
  Scalar poison = 0;  // 0 * x is 0 for each finite x, and NaN for the others
  for (Index i = 0, count = rows.numel(); i < count; ++i) poison += 0 * numbers[i];
  return poison == 0;
}

}  // namespace heed
