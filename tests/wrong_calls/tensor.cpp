// Wrong calls of the functions that tensors and variables share, and of those that only tensors have.
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "tensor/comparisons.h"
#include "tensor/matmul.h"
#include "tests/wrong_calls.h"

namespace heed::testing {
namespace {

// An undefined operand, for the name `N` of the operation.
std::string undefined(const std::string& operation) { return operation + ": this tensor is undefined"; }

template <class X>
void add_elementwise(WrongCalls& all) {
  const auto one = [&all](const std::string& name, auto f) {
    all.push_back({name, [f] { f(X()); }, undefined(name)});
  };
  const auto two = [&all](const std::string& name, const std::string& function, auto f) {
    const X x(zeros({2, 3})), other(zeros({4}));
    all.push_back({function, [=] { f(x, other); }, name + ": shapes (2, 3) and (4,) do not broadcast"});
    all.push_back({function, [=] { f(X(), x); }, undefined(name)});
    all.push_back({function, [=] { f(x, X()); }, undefined(name)});
    all.push_back({function, [=] { f(X(), X()); }, undefined(name)});
  };
  // For a variable, a += b means a = a + b.
  const auto in_place = [](const char* name) {
    return std::string(name) + (std::is_same_v<X, Tensor> ? "=" : "");
  };
  two("+", "operator+", [](const X& a, const X& b) { a + b; });
  two("-", "operator-", [](const X& a, const X& b) { a - b; });
  two("*", "operator*", [](const X& a, const X& b) { a* b; });
  two("/", "operator/", [](const X& a, const X& b) { a / b; });
  two("pow", "pow", [](const X& a, const X& b) { pow(a, b); });
  two("maximum", "maximum", [](const X& a, const X& b) { maximum(a, b); });
  two("minimum", "minimum", [](const X& a, const X& b) { minimum(a, b); });
  two("where", "where", [](const X& a, const X& b) { where(ones({1}), a, b); });
  two(in_place("+"), "operator+=", [](X a, const X& b) { a += b; });
  two(in_place("-"), "operator-=", [](X a, const X& b) { a -= b; });
  two(in_place("*"), "operator*=", [](X a, const X& b) { a *= b; });
  two(in_place("/"), "operator/=", [](X a, const X& b) { a /= b; });
  for (const auto& [name, f] : std::vector<std::pair<std::string, std::function<X(const X&)>>>{
           {"+", [](const X& x) { return x + 1; }},
           {"-", [](const X& x) { return x - 1; }},
           {"*", [](const X& x) { return x * 2; }},
           {"/", [](const X& x) { return x / 2; }},
           {"-", [](const X& x) { return 1 - x; }},
           {"/", [](const X& x) { return 1 / x; }},
           {"-", [](const X& x) { return -x; }}})
    all.push_back({"operator" + name, [f = f] { f(X()); }, undefined(name)});
  one("exp", [](const X& x) { exp(x); });
  one("log", [](const X& x) { log(x); });
  one("sqrt", [](const X& x) { sqrt(x); });
  one("tanh", [](const X& x) { tanh(x); });
  one("sigmoid", [](const X& x) { sigmoid(x); });
  one("relu", [](const X& x) { relu(x); });
  one("gelu", [](const X& x) { gelu(x); });
  one("sin", [](const X& x) { sin(x); });
  one("cos", [](const X& x) { cos(x); });
  one("abs", [](const X& x) { abs(x); });
  one("pow", [](const X& x) { pow(x, 2); });
  one("pow", [](const X& x) { pow(x, 3); });
  one("pow", [](const X& x) { pow(2, x); });
  one("maximum", [](const X& x) { maximum(x, 1); });
  one("minimum", [](const X& x) { minimum(x, 1); });
  one("clamp", [](const X& x) { clamp(x, 0, 1); });
  one("masked_fill", [](const X& x) { masked_fill(x, ones({1}), 1); });
  all.push_back({"where", [] { where(Tensor(), X(ones({1})), X(ones({1}))); }, undefined("where")});
  all.push_back({"masked_fill", [] { masked_fill(X(ones({2})), Tensor(), 1); }, undefined("masked_fill")});
  all.push_back({"masked_fill",
                 [] {
                   masked_fill(X(ones({2})), ones({2, 2}), 1);
                 },
                 "masked_fill: the mask's"});
  all.push_back({"operator==", [] { (void)(X() == X(zeros({2}))); }, undefined("equal")});
  all.push_back({"operator!=", [] { (void)(X() != 1); }, undefined("not_equal")});
  all.push_back(
      {"operator<", [] { (void)(X(zeros({3})) < X(zeros({2}))); }, "less: shapes (3,) and (2,) do not"});
  all.push_back({"operator<=", [] { (void)(X() <= 1); }, undefined("less_equal")});
  all.push_back({"operator>", [] { (void)(1 > X()); }, undefined("greater")});
  all.push_back(
      {"operator>=", [] { (void)(X(zeros({3})) >= X(zeros({2}))); }, "greater_equal: shapes (3,) and (2,)"});
}

// f(x, axis) for functions that need one axis of x.
template <class X>
void add_axes(WrongCalls& all) {
  const auto row = [&all](const std::string& name, std::function<void(const X&, int)> f) {
    for (int axis : {2, -3, largest_axis, smallest_axis})
      all.push_back({name,
                     [=] {
                       f(X(zeros({2, 3})), axis);
                     },
                     text(name, ": axis ", axis, " does not exist")});
    all.push_back({name, [=] { f(X(scalar(1)), 0); }, name + ": "});
    all.push_back({name, [=] { f(X(), 0); }, undefined(name)});
  };
  row("sum", [](const X& x, int axis) { sum(x, axis); });
  row("sum", [](const X& x, int axis) { sum(x, {axis}); });
  row("mean", [](const X& x, int axis) { mean(x, axis); });
  row("mean", [](const X& x, int axis) { mean(x, {axis}); });
  row("prod", [](const X& x, int axis) { prod(x, axis); });
  row("max", [](const X& x, int axis) { max(x, axis); });
  row("min", [](const X& x, int axis) { min(x, axis); });
  row("var", [](const X& x, int axis) { var(x, axis); });
  row("log_sum_exp", [](const X& x, int axis) { log_sum_exp(x, axis); });
  row("softmax", [](const X& x, int axis) { softmax(x, axis); });
  row("log_softmax", [](const X& x, int axis) { log_softmax(x, axis); });
  row("transpose", [](const X& x, int axis) { transpose(x, axis, 0); });
  row("transpose", [](const X& x, int axis) { transpose(x, 0, axis); });
  row("select", [](const X& x, int axis) { select(x, axis, 0); });
  row("slice", [](const X& x, int axis) { slice(x, axis, 0, 1); });
  row("squeeze", [](const X& x, int axis) { squeeze(x, axis); });
  row("split", [](const X& x, int axis) { split(x, 1, axis); });
  row("split", [](const X& x, int axis) { split(x, {1, 1}, axis); });
  row("concatenate", [](const X& x, int axis) { concatenate({x, x}, axis); });
  for (const auto& [name, f] : std::vector<std::pair<std::string, std::function<void(const X&)>>>{
           {"sum", [](const X& x) { sum(x); }},
           {"mean", [](const X& x) { mean(x); }},
           {"prod", [](const X& x) { prod(x); }},
           {"max", [](const X& x) { max(x); }},
           {"min", [](const X& x) { min(x); }}})
    all.push_back({name, [f = f] { f(X()); }, undefined(name)});
  all.push_back({"sum", [] { sum(X(zeros({2})), {}); }, "sum: the list of axes is empty"});
  all.push_back({"mean", [] { mean(X(zeros({2})), {0, -1}); }, "mean: axis -1 of shape (2,) is given twice"});
  all.push_back({"max", [] { max(X(zeros({2, 0})), 1); }, "max: axis 1 of shape (2, 0) is empty"});
  all.push_back({"min", [] { min(X(zeros({0}))); }, "min: axis 0 of shape (0,) is empty"});
}

template <class X>
void add_shapes(WrongCalls& all) {
  const auto x = [] { return X(zeros({2, 3})); };
  const WrongCalls rows = {
      {"permute", [=] { permute(x(), {0}); }, "permute: each axis of shape (2, 3) must be given once"},
      {"permute",
       [] {
         permute(X(zeros({2, 3, 4})), {2});
       },
       "permute: each axis of shape (2, 3, 4)"},
      {"permute",
       [=] {
         permute(x(), {0, 1, 1, 0});
       },
       "permute: each axis"},
      {"permute",
       [=] {
         permute(x(), {0, 2});
       },
       "permute: axis 2 does not exist"},
      {"permute", [] { permute(X(), {}); }, undefined("permute")},
      {"select", [=] { select(x(), 0, 2); }, "select: position 2 is outside axis 0"},
      {"select", [=] { select(x(), 0, -largest); }, "select: position "},
      {"operator[]", [=] { x()[2]; }, "select: position 2 is outside axis 0"},
      {"slice", [=] { slice(x(), 0, 0, 1, 0); }, "slice: the step must be 1 or more, not 0"},
      {"slice", [=] { slice(x(), 0, 0, 1, -largest); }, "slice: the step must be 1 or more"},
      {"expand", [] { expand(X(), {2}); }, undefined("expand")},
      {"expand", [=] { expand(x(), {3}); }, "expand: shape (2, 3) does not broadcast"},
      {"expand",
       [] {
         expand(X(ones({1, 1})), {huge, huge});
       },
       "shape (1099511627776, 1099511627776) has too"},
      {"unsqueeze", [=] { unsqueeze(x(), 3); }, "unsqueeze: a new axis cannot be inserted at 3"},
      {"unsqueeze", [=] { unsqueeze(x(), largest_axis); }, "unsqueeze: a new axis cannot be inserted"},
      {"unsqueeze",
       [] {
         unsqueeze(X(ones({1, 1, 1, 1, 1, 1})), 0);
       },
       "unsqueeze: a new axis cannot"},
      {"unsqueeze", [] { unsqueeze(X(), 0); }, undefined("unsqueeze")},
      {"squeeze", [=] { squeeze(x(), 0); }, "squeeze: axis 0 of shape (2, 3) does not have size 1"},
      {"split", [=] { split(x(), 0, 1); }, "split: the size of a part must be 1 or greater, not 0"},
      {"split",
       [=] {
         split(x(), {1, 1}, 1);
       },
       "split: the parts have 2 positions in all"},
      {"split",
       [=] {
         split(x(), {largest, largest}, 1);
       },
       "split: the parts have more positions"},
      {"split",
       [=] {
         split(x(), {4, -1}, 1);
       },
       "split: a part cannot have size -1"},
      {"reshape", [=] { reshape(x(), {4}); }, "reshape: 6 elements do not fit shape (4,)"},
      {"reshape",
       [=] {
         reshape(x(), {-1, -1});
       },
       "reshape: 6 elements do not fit shape (-1, -1)"},
      {"reshape",
       [=] {
         reshape(x(), {-2, -3});
       },
       "reshape: 6 elements do not fit shape (-2, -3)"},
      {"reshape",
       [=] {
         reshape(x(), {largest, 2, -1});
       },
       "reshape: 6 elements do not fit shape (92233"},
      {"reshape",
       [=] {
         reshape(x(), {huge, huge, 0, -1});
       },
       "reshape: 6 elements do not fit"},
      {"reshape",
       [=] {
         reshape(x(), {1, 1, 1, 1, 1, 2, 3});
       },
       "a tensor has at most 6 axes"},
      {"reshape", [=] { reshape(x(), Shape{5}); }, "reshape: shape (2, 3) has 6 elements"},
      {"reshape", [] { reshape(X(), {1}); }, undefined("reshape")},
      {"reshape", [] { reshape(X(), Shape{}); }, undefined("reshape")},
      {"concatenate", [] { concatenate(std::vector<X>(), 0); }, "concatenate: there are no tensors to join"},
      {"concatenate",
       [=] {
         concatenate({x(), X()}, 0);
       },
       undefined("concatenate")},
      {"concatenate",
       [=] {
         concatenate({x(), X(zeros({2}))}, 0);
       },
       "concatenate: shapes (2, 3) and (2,)"},
      {"stack", [] { stack(std::vector<X>(), 0); }, "stack: there are no tensors to join"},
      {"stack",
       [=] {
         stack({x(), x()}, 9);
       },
       "stack: a new axis cannot be inserted at 9 in shape (2, 3)"},
      {"stack",
       [=] {
         stack({x(), X(zeros({2}))}, 0);
       },
       "stack: shapes (2, 3) and (2,) differ"},
      {"stack",
       [] {
         stack({X(), X()}, 0);
       },
       undefined("stack")},
      {"matmul", [=] { matmul(x(), x()); }, "matmul: (2, 3) x (2, 3): inner sizes 3 and 2 differ"},
      {"matmul", [] { matmul(X(zeros({2})), X(zeros({3}))); }, "matmul: (2,) x (3,): inner sizes 2 and 3"},
      {"matmul",
       [] {
         matmul(X(zeros({2, 2, 3})), X(zeros({5, 3, 2})));
       },
       "matmul: (2, 2, 3) x (5, 3, 2): sizes 2 and 5 at axis -3 differ"},
      {"matmul", [=] { matmul(X(scalar(1)), x()); }, "matmul: () x (2, 3): a single number has no rows"},
      {"matmul", [=] { matmul(X(), x()); }, undefined("matmul")},
      {"matmul", [=] { matmul(x(), X()); }, undefined("matmul")},
      {"linear", [=] { linear(x(), X(zeros({4}))); }, "linear: input (2, 3) does not fit weight (4,)"},
      {"linear",
       [=] {
         linear(x(), X(zeros({4, 3})), X(zeros({3})));
       },
       "linear: bias (3,) does not fit"},
      {"linear", [=] { linear(X(), x()); }, undefined("linear")},
      {"linear", [=] { linear(x(), X()); }, undefined("linear")},
      {"softmax", [=] { softmax(x(), zeros({2})); }, "softmax: shapes (2, 3) and (2,) do not broadcast"},
      {"softmax", [=] { softmax(x(), {.scale = not_a_number}); },
       "softmax: the scale must be finite, not nan"},
      {"log_softmax", [=] { log_softmax(x(), {.scale = infinity}); },
       "log_softmax: the scale must be finite"},
      {"size", [] { X().size(0); }, undefined("size")},
      {"item", [=] { x().item(); }, "item: a tensor of shape (2, 3) has 6 elements"},
      {"item", [] { X().item(); }, undefined("item")}};
  all.insert(all.end(), rows.begin(), rows.end());
}

// What only tensors have.
void add_tensors(WrongCalls& all) {
  const auto x = [] { return zeros({2, 3}); };
  const auto repeated = [] { return expand(scalar(1), {2}); };
  const WrongCalls rows = {
      {"normalize_axis", [] { Tensor().normalize_axis("sum", 0); }, undefined("sum")},
      {"operator()", [=] { x()(2, 0); }, "element access: position 2 is outside axis 0"},
      {"operator()", [=] { x()(0); }, "element access: 1 positions for shape (2, 3)"},
      {"operator()", [] { Tensor()(0); }, undefined("element access")},
      {"at", [=] { x().at(0, -4) = 1; }, "element access: position -4 is outside axis 1"},
      {"operator[]", [] { Tensor()[0]; }, undefined("select")},
      {"to_vector", [] { Tensor().to_vector(); }, undefined("to_vector")},
      {"to_doubles", [] { Tensor().to_doubles(); }, undefined("to_vector")},
      {"data", [] { Tensor().data(); }, undefined("data")},
      {"mutable_data", [] { Tensor().mutable_data(); }, undefined("mutable_data")},
      {"contiguous", [] { Tensor().contiguous(); }, undefined("contiguous")},
      {"clone", [] { Tensor().clone(); }, undefined("clone")},
      {"copy_from", [=] { x().copy_from(Tensor()); }, undefined("copy_from")},
      {"copy_from", [=] { Tensor().copy_from(x()); }, undefined("copy_from")},
      {"copy_from", [=] { x().copy_from(zeros({4})); }, "copy_from: shapes (2, 3) and (4,) do not broadcast"},
      {"copy_from", [=] { repeated().copy_from(scalar(2)); }, "copy_from: the target of shape (2,) repeats"},
      {"fill", [] { Tensor().fill(1); }, undefined("fill")},
      {"operator+=", [] { Tensor() += 1; }, undefined("+=")},
      {"operator*=", [] { Tensor() *= 2; }, undefined("*=")},
      {"is_sole_holder", [] { Tensor().is_sole_holder(); }, undefined("is_sole_holder")},
      {"version", [] { Tensor().version(); }, undefined("version")},
      {"require_defined", [=] { require_defined("sum", x(), Tensor()); }, undefined("sum")},
      {"empty",
       [] {
         empty({huge, huge});
       },
       "shape (1099511627776, 1099511627776) has too many"},
      {"zeros",
       [] {
         zeros({0, huge, huge});
       },
       "shape (0, 1099511627776, 1099511627776) has too many"},
      {"ones", [] { ones({largest}); }, "shape (9223372036854775807,) has too many"},
      {"full", [] { full({Index{1} << 50}, 1); }, "out of memory: "},
      {"scalar", [] { scalar(1)(0); }, "element access: 1 positions for shape ()"},
      {"arange", [] { arange(1e300); }, "arange: from 0 to 1e+300 in steps of 1 are too many"},
      {"arange", [] { arange(0, 1e30, 1e-30); }, "arange: "},
      {"arange", [] { arange(0, 1, 0); }, "arange: steps of 0 never lead from 0 to 1"},
      {"arange", [] { arange(not_a_number); }, "arange: steps of 1 never lead"},
      {"arange", [] { arange(0, 5, infinity); }, "arange: steps of inf never lead"},
      {"tensor",
       [] {
         tensor({{1, 2}, {3}});
       },
       "tensor: a nested list must be rectangular"},
      {"from_values", [] { from_values({2}, {1}); }, "from_values: 1 values for shape (2,)"},
      {"log1p", [] { log1p(Tensor()); }, undefined("log1p")},
      {"equal", [=] { equal(x(), Tensor()); }, undefined("equal")},
      {"not_equal", [=] { not_equal(x(), Tensor()); }, undefined("not_equal")},
      {"less", [=] { less(x(), Tensor()); }, undefined("less")},
      {"less_equal", [=] { less_equal(x(), Tensor()); }, undefined("less_equal")},
      {"greater", [=] { greater(x(), zeros({4})); }, "greater: shapes (2, 3) and (4,)"},
      {"greater_equal", [=] { greater_equal(Tensor(), x()); }, undefined("greater_equal")},
      {"logical_not", [] { logical_not(Tensor()); }, undefined("logical_not")},
      {"all_close", [=] { all_close(x(), Tensor()); }, undefined("all_close")},
      {"all_equal", [] { all_equal(Tensor(), Tensor()); }, undefined("all_equal")},
      {"all_finite", [] { all_finite(Tensor()); }, undefined("all_finite")},
      {"argmax", [=] { argmax(x(), 2); }, "argmax: axis 2 does not exist"},
      {"argmax", [] { argmax(Tensor()); }, undefined("argmax")},
      {"argmin",
       [=] {
         argmin(zeros({2, 0}));
       },
       "argmin: axis -1 of shape (2, 0) is empty"},
      {"norm", [] { norm(Tensor()); }, undefined("norm")},
      {"sum_to", [] { sum_to(Tensor(), {1}); }, undefined("sum_to")},
      {"sum_to", [=] { sum_to(x(), {2}); }, "sum_to: shapes (2, 3) and (2,) do not broadcast"},
      {"flatten_leading", [=] { flatten_leading(x(), 3); }, "flatten_leading: shape (2, 3) cannot keep"},
      {"flatten_leading", [=] { flatten_leading(x(), -1); }, "flatten_leading: shape (2, 3) cannot keep"},
      {"flatten_leading", [] { flatten_leading(Tensor(), 1); }, undefined("flatten_leading")},
      {"last_two_axes", [] { kernel::last_two_axes(zeros({2})); },
       "last_two_axes: shape (2,) is not that of"},
      {"last_two_axes", [] { kernel::last_two_axes(Tensor()); }, undefined("last_two_axes")}};
  all.insert(all.end(), rows.begin(), rows.end());
}

}  // namespace

WrongCalls wrong_tensor_calls() {
  WrongCalls all;
  add_elementwise<Tensor>(all);
  add_elementwise<Variable>(all);
  add_axes<Tensor>(all);
  add_axes<Variable>(all);
  add_shapes<Tensor>(all);
  add_shapes<Variable>(all);
  add_tensors(all);
  return all;
}

}  // namespace heed::testing
