#include "autograd/operations/functions.h"

#include "autograd/record.h"
#include "tensor/loops.h"

namespace heed {

// y = e^x             dL/dx = dL/dy y
Variable exp(const Variable& x) {
  const Tensor y = exp(x.value());
  return record("exp", y, Edge{x, [y = Saved(y)](const Tensor& grad) { return grad * y; }});
}

// y = ln x            dL/dx = dL/dy / x
Variable log(const Variable& x) {
  return record("log", log(x.value()),
                Edge{x, [x = Saved(x.value())](const Tensor& grad) { return grad / x; }});
}

// y = sqrt x          dL/dx = dL/dy / (2 y)
Variable sqrt(const Variable& x) {
  const Tensor y = sqrt(x.value());
  return record("sqrt", y, Edge{x, [y = Saved(y)](const Tensor& grad) { return grad / (2 * y.get()); }});
}

// y = tanh x          dL/dx = dL/dy (1 - y^2)
Variable tanh(const Variable& x) {
  const Tensor y = tanh(x.value());
  return record("tanh", y,
                Edge{x, [y = Saved(y)](const Tensor& grad) { return grad * (1 - y.get() * y.get()); }});
}

// y = 1 / (1 + e^-x)  dL/dx = dL/dy y (1 - y)
Variable sigmoid(const Variable& x) {
  const Tensor y = sigmoid(x.value());
  return record("sigmoid", y,
                Edge{x, [y = Saved(y)](const Tensor& grad) { return grad * y * (1 - y.get()); }});
}

// y = max(x, 0)       dL/dx = dL/dy where y > 0
Variable relu(const Variable& x) {
  const Tensor y = relu(x.value());
  return record("relu", y, Edge{x, [y = Saved(y)](const Tensor& grad) {
                                  return kernel::zip("relu", grad, y,
                                                     [](Scalar g, Scalar up) { return up > 0 ? g : 0; });
                                }});
}

// y = x Phi(x)        dL/dx = dL/dy (Phi(x) + x phi(x))
Variable gelu(const Variable& x) {
  return record("gelu", gelu(x.value()), Edge{x, [x = Saved(x.value())](const Tensor& grad) {
                                                return kernel::gelu_adjoint(x, grad);
                                              }});
}

// y = sin x           dL/dx = dL/dy cos x
Variable sin(const Variable& x) {
  return record("sin", sin(x.value()),
                Edge{x, [x = Saved(x.value())](const Tensor& grad) { return grad * cos(x.get()); }});
}

// y = cos x           dL/dx = -dL/dy sin x
Variable cos(const Variable& x) {
  return record("cos", cos(x.value()),
                Edge{x, [x = Saved(x.value())](const Tensor& grad) { return -grad * sin(x.get()); }});
}

// y = |x|             dL/dx = dL/dy sign x
Variable abs(const Variable& x) {
  return record("abs", abs(x.value()), Edge{x, [x = Saved(x.value())](const Tensor& grad) {
                                              const Tensor zero = scalar(0);
                                              return grad * (greater(x, zero) - less(x, zero));
                                            }});
}

// y = x^p             dL/dx = dL/dy p x^(p-1)         0 for p = 0, also at x = 0
Variable pow(const Variable& x, double p) {
  return record("pow", pow(x.value(), p), Edge{x, [x = Saved(x.value()), p](const Tensor& grad) {
                                                 return grad * (p * pow(x.get(), p == 0 ? 0 : p - 1));
                                               }});
}

// y = x^p             dL/dx = dL/dy p x^(p-1)         dL/dp = dL/dy y ln x, 0 where y = 0
Variable pow(const Variable& x, const Variable& p) {
  const Tensor y = pow(x.value(), p.value());
  return record(
      "pow", y,
      Edge{x, [x = Saved(x.value()), p = Saved(p.value())](
                  const Tensor& grad) { return grad * p * pow(x, where(p.get() == 0, p, p.get() - 1)); }},
      Edge{p, [x = Saved(x.value()), y = Saved(y)](const Tensor& grad) {
             return grad * where(y.get() == 0, y, y.get() * log(x.get()));
           }});
}
Variable pow(double x, const Variable& p) { return pow(Variable(scalar(x)), p); }

namespace {

// The share of the gradient that goes to `a` when `chosen` came from it: all, nothing, or half in a tie.
Tensor share(const Tensor& grad, const Tensor& a, const Tensor& b, const Tensor& chosen) {
  const Tensor from_a = equal(a, chosen), from_b = equal(b, chosen);
  return grad * from_a / (from_a + from_b);
}

Variable choose(const char* operation, const Variable& a, const Variable& b, const Tensor& chosen) {
  const Saved x(a.value()), y(b.value()), z(chosen);
  return record(operation, chosen, Edge{a, [=](const Tensor& grad) { return share(grad, x, y, z); }},
                Edge{b, [=](const Tensor& grad) { return share(grad, y, x, z); }});
}

}  // namespace

Variable maximum(const Variable& a, const Variable& b) {
  return choose("maximum", a, b, maximum(a.value(), b.value()));
}
Variable minimum(const Variable& a, const Variable& b) {
  return choose("minimum", a, b, minimum(a.value(), b.value()));
}

Variable maximum(const Variable& a, double b) { return maximum(a, Variable(scalar(b))); }
Variable minimum(const Variable& a, double b) { return minimum(a, Variable(scalar(b))); }

// y = min(max(x, low), high)       dL/dx = dL/dy where low <= x <= high
Variable clamp(const Variable& x, double low, double high) {
  return record("clamp", clamp(x.value(), low, high), Edge{x, [=, x = Saved(x.value())](const Tensor& grad) {
                                                             return masked_fill(
                                                                 grad, (x.get() < low) + (x.get() > high), 0);
                                                           }});
}

Variable where(const Tensor& condition, const Variable& a, const Variable& b) {
  const Saved chooser(condition);
  return record("where", where(condition, a.value(), b.value()),
                Edge{a, [chooser](const Tensor& grad) { return where(chooser, grad, scalar(0)); }},
                Edge{b, [chooser](const Tensor& grad) { return where(chooser, scalar(0), grad); }});
}

Variable masked_fill(const Variable& x, const Tensor& mask, double value) {
  return record("masked_fill", masked_fill(x.value(), mask, value),
                Edge{x, [mask = Saved(mask)](const Tensor& grad) { return masked_fill(grad, mask, 0); }});
}

}  // namespace heed
