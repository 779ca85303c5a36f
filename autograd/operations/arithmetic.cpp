#include "autograd/operations/arithmetic.h"

#include "autograd/record.h"
#include "tensor/ground/error.h"

namespace heed {
namespace {

constexpr auto pass = [](const Tensor& grad) { return grad; };
constexpr auto negate = [](const Tensor& grad) { return -grad; };

// `operation` is one of += -= *= /=, whose result replaces the variable.
Variable& replaceable(const char* operation, Variable& a) {
  if (a.requires_grad() && a.node()->is_leaf()) {
    fail(operation, ": a leaf of shape ", a.shape(), " would be replaced by a result; write w.value() ",
         operation, " ... to change its value, or give the result a new name");
  }
  return a;
}

}  // namespace

// y = a + b        dL/da = dL/dy        dL/db = dL/dy
Variable operator+(const Variable& a, const Variable& b) {
  return record("+", a.value() + b.value(), Edge{a, pass}, Edge{b, pass});
}

// y = a - b        dL/da = dL/dy        dL/db = -dL/dy
Variable operator-(const Variable& a, const Variable& b) {
  return record("-", a.value() - b.value(), Edge{a, pass}, Edge{b, negate});
}

// y = a b          dL/da = dL/dy b      dL/db = dL/dy a
Variable operator*(const Variable& a, const Variable& b) {
  return record("*", a.value() * b.value(),
                Edge{a, [b = Saved(b.value())](const Tensor& grad) { return grad * b; }},
                Edge{b, [a = Saved(a.value())](const Tensor& grad) { return grad * a; }});
}

// y = a / b        dL/da = dL/dy / b    dL/db = -dL/dy y / b
Variable operator/(const Variable& a, const Variable& b) {
  const Tensor y = a.value() / b.value();
  return record("/", y, Edge{a, [b = Saved(b.value())](const Tensor& grad) { return grad / b; }},
                Edge{b, [b = Saved(b.value()), y = Saved(y)](const Tensor& grad) { return -grad * y / b; }});
}

// With a constant number c on one side.
Variable operator+(const Variable& a, double c) { return record("+", a.value() + c, Edge{a, pass}); }
Variable operator-(const Variable& a, double c) { return record("-", a.value() - c, Edge{a, pass}); }
Variable operator*(const Variable& a, double c) {
  return record("*", a.value() * c, Edge{a, [c](const Tensor& grad) { return grad * c; }});
}
Variable operator/(const Variable& a, double c) {
  return record("/", a.value() / c, Edge{a, [c](const Tensor& grad) { return grad / c; }});
}
Variable operator+(double c, const Variable& b) { return b + c; }
Variable operator-(double c, const Variable& b) { return record("-", c - b.value(), Edge{b, negate}); }
Variable operator*(double c, const Variable& b) { return b * c; }

// y = c / b        dL/db = -dL/dy y / b
Variable operator/(double c, const Variable& b) {
  const Tensor y = c / b.value();
  return record("/", y,
                Edge{b, [b = Saved(b.value()), y = Saved(y)](const Tensor& grad) { return -grad * y / b; }});
}

Variable operator-(const Variable& x) { return record("-", -x.value(), Edge{x, negate}); }

Variable& operator+=(Variable& a, const Variable& b) { return replaceable("+=", a) = a + b; }
Variable& operator-=(Variable& a, const Variable& b) { return replaceable("-=", a) = a - b; }
Variable& operator*=(Variable& a, const Variable& b) { return replaceable("*=", a) = a * b; }
Variable& operator/=(Variable& a, const Variable& b) { return replaceable("/=", a) = a / b; }
Variable& operator+=(Variable& a, double c) { return replaceable("+=", a) = a + c; }
Variable& operator-=(Variable& a, double c) { return replaceable("-=", a) = a - c; }
Variable& operator*=(Variable& a, double c) { return replaceable("*=", a) = a * c; }
Variable& operator/=(Variable& a, double c) { return replaceable("/=", a) = a / c; }

}  // namespace heed
