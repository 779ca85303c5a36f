// Tests of the engine: what backward() does for any operations.
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"

using namespace heed;
using Catch::Matchers::Contains;

namespace {

Variable number(double value) { return leaf(scalar(value)); }

}  // namespace

TEST_CASE("gradients add up until they are cleared", "[backward]") {
  Variable x = number(3);
  (x * x).backward();
  CHECK(x.grad().item() == 6);
  (x * 2).backward();
  CHECK(x.grad().item() == 8);
  x.zero_grad();
  CHECK(!x.grad().defined());
  (x * 2).backward();
  CHECK(x.grad().item() == 2);
}

TEST_CASE("an input that is used twice gets the sum of both gradients", "[backward]") {
  const Variable x = number(3), y = number(5);
  (x * x + x / y - x).backward();
  CHECK(x.grad().item() == Approx(6 + 0.2 - 1));
  CHECK(y.grad().item() == Approx(-3.0 / 25));
}

TEST_CASE("the rules in a diamond run once", "[backward]") {
  //      x -> a -> b, c -> d      a's rule must run after the rules of b and c
  const Variable x = number(2);
  const Variable a = x * x, b = a * 3, c = a * a, d = b * c;  // d = 3 x^6
  d.backward();
  CHECK(x.grad().item() == 18 * 32);
}

TEST_CASE("a shared subexpression runs its rule once, not once per path", "[backward]") {
  // 2^60 paths lead from y to x.
  const Variable x = number(1);
  Variable y = x;
  for (int i = 0; i < 60; ++i) y = y * 0.5 + y * 0.5;
  y.backward();
  CHECK(x.grad().item() == 1);
}

TEST_CASE("rules run in the correct order when a recent node and an old node have a common user",
          "[backward]") {
  const Variable x = number(2);
  const Variable old = exp(x), long_way = exp(log(log(exp(x * 2)))), y = long_way * old;
  y.backward();
  CHECK(x.grad().item() ==
        Approx(3 * 2 / 2.0 * 2 * std::exp(2.0)).epsilon(1e-5));  // (2x e^x)' = 2 (1 + x) e^x
}

TEST_CASE("broadcasting is undone by sums", "[backward]") {
  const Variable row = leaf(tensor({1, 2, 3})), column = leaf(tensor({{1}, {2}})), one = number(5);
  (row * column + one).backward(tensor({{1, 10, 100}, {1000, 10000, 100000}}));
  CHECK(all_equal(row.grad(), tensor({2001, 20010, 200100})));
  CHECK(all_equal(column.grad(), tensor({{321}, {321000}})));
  CHECK(all_equal(one.grad(), scalar(111111)));
  CHECK(row.grad().is_contiguous());
}

TEST_CASE("broadcasting is undone at the highest rank", "[backward]") {
  const Variable x = number(2), y = leaf(ones({2, 1}));
  sum(x * y * ones({1, 2, 1, 3, 2, 2})).backward();
  CHECK(x.grad().item() == 24);
  CHECK(all_equal(y.grad(), full({2, 1}, 24)));
}

TEST_CASE("the gradients of two inputs do not share memory", "[backward]") {
  Variable a = leaf(ones({3})), b = leaf(ones({3}));
  const Variable c = a + b;
  c.backward(tensor({1, 2, 3}));
  Tensor scaled = a.grad();
  scaled *= 10;  // as clipping does
  CHECK(all_equal(a.grad(), tensor({10, 20, 30})));
  CHECK(all_equal(b.grad(), tensor({1, 2, 3})));
  CHECK(!a.grad().shares_storage_with(b.grad()));
}

TEST_CASE("the upstream gradient is not written to", "[backward]") {
  const Variable x = leaf(ones({2})), y = x + 1;
  const Tensor upstream = tensor({1, 2});
  (y + slice(y, 0, 0, 2) + y).backward(upstream);
  CHECK(all_equal(x.grad(), tensor({3, 6})));
  CHECK(all_equal(upstream, tensor({1, 2})));
  Variable w = leaf(ones({2}));
  w.backward(upstream);
  w.backward(upstream);
  CHECK(all_equal(w.grad(), tensor({2, 4})));
  CHECK(all_equal(upstream, tensor({1, 2})));
}

TEST_CASE("a gradient that the caller holds is not changed by the next backward", "[backward]") {
  const Variable x = number(1);
  (x * 2).backward();
  const Tensor first = x.grad();
  (x * 3).backward();
  CHECK(first.item() == 2);
  CHECK(x.grad().item() == 5);
}

TEST_CASE("equal elements share the gradient", "[backward]") {
  const Variable a = leaf(tensor({1, 2})), b = leaf(tensor({1, 1}));
  maximum(a, b).backward(tensor({8, 8}));
  CHECK(all_equal(a.grad(), tensor({4, 8})));
  CHECK(all_equal(b.grad(), tensor({4, 0})));
  const Variable x = leaf(tensor({{3, 1, 3}, {2, 2, 2}}));
  max(x, 1).backward(tensor({6, 6}));
  CHECK(all_equal(x.grad(), tensor({{3, 0, 3}, {2, 2, 2}})));
}

TEST_CASE("nothing is recorded while a NoGrad is in scope", "[backward]") {
  const Variable x = number(3);
  {
    const NoGrad outer;
    {
      const NoGrad inner;
      CHECK(!is_recording());
    }
    CHECK(!is_recording());
    CHECK(!(x * x).requires_grad());
    CHECK(number(1).requires_grad());  // a leaf made here tracks its gradient
  }
  CHECK(is_recording());
  CHECK((x * x).requires_grad());
}

TEST_CASE("detach cuts the history and keeps the values", "[backward]") {
  const Variable x = number(3), y = x * x;
  CHECK(!y.detach().requires_grad());
  CHECK(y.detach().item() == 9);
  (y.detach() * x).backward();
  CHECK(x.grad().item() == 9);
}

TEST_CASE("a constant gets no gradient", "[backward]") {
  const Variable x = number(3), c = scalar(4);
  (x * c).backward();
  CHECK(!c.requires_grad());
  CHECK(!c.grad().defined());
}

TEST_CASE("backward frees the graph unless keep_graph is set", "[backward]") {
  const Variable x = number(3), y = x * x, z = y * 2;
  z.backward({.keep_graph = true});
  z.backward({.keep_graph = true});
  CHECK(x.grad().item() == 24);
  z.backward();
  CHECK(x.grad().item() == 36);
  CHECK_THROWS_WITH(
      z.backward(),
      "backward: the graph of '*' was already freed by an earlier backward(); pass keep_graph to that "
      "call to run backward twice");
  CHECK_THROWS_WITH((y + 1).backward(), Contains("already freed"));  // a part of its graph was freed, too
  CHECK(x.grad().item() == 36);
}

TEST_CASE("backward from a variable that tracks nothing is an error", "[backward]") {
  CHECK_THROWS_WITH(Variable(scalar(1)).backward(), Contains("depends on no parameter"));
  CHECK_THROWS_WITH(Variable().backward(), Contains("depends on no parameter"));
  const Variable x = number(1);
  const NoGrad none;
  CHECK_THROWS_WITH((x * 2).backward(), Contains("NoGrad"));
}

TEST_CASE("backward rejects an upstream gradient of a different shape", "[backward]") {
  const Variable x = leaf(ones({2, 3})), y = x * 2;
  CHECK_THROWS_WITH(y.backward(),
                    "backward: a result of shape (2, 3) needs the gradient with respect to it: "
                    "backward(upstream)");
  CHECK_THROWS_WITH(y.backward(ones({3})), "backward: gradient of shape (3,) for a result of shape (2, 3)");
  CHECK_THROWS_WITH(sum(y).backward(Tensor()), Contains("no gradient"));
  y.backward(ones({2, 3}));  // the failed calls have not changed the graph
  CHECK(all_equal(x.grad(), full({2, 3}, 2)));
}

TEST_CASE("gradients of all nodes are kept on request", "[backward]") {
  const Variable x = number(3), y = x * x, z = y * 5;
  z.backward({.keep_graph = true});
  CHECK(!y.grad().defined());
  z.backward({.keep_graph = true, .keep_gradients = true});
  CHECK(y.grad().item() == 5);
  CHECK(z.grad().item() == 1);
  z.backward({.keep_gradients = true});  // not added to those of the previous pass
  CHECK(y.grad().item() == 5);
  CHECK(x.grad().item() == 90);
}

TEST_CASE("scaling a kept gradient changes no other gradient", "[backward]") {
  const Variable x = leaf(arange(3));
  Variable a = x * 2, b = x * 3;
  const Tensor upstream = ones({3});
  (a + b).backward(upstream, {.keep_gradients = true});  // + passes the same tensor to both
  a.scale_grad(5);
  CHECK(a.grad().to_vector() == std::vector<Scalar>{5, 5, 5});
  CHECK(b.grad().to_vector() == std::vector<Scalar>{1, 1, 1});
  CHECK(upstream.to_vector() == std::vector<Scalar>{1, 1, 1});
  Variable c = x * 2;
  sum(c).backward({.keep_gradients = true});  // sum passes one number, repeated by strides of 0
  c.scale_grad(2);
  CHECK(c.grad().to_vector() == std::vector<Scalar>{2, 2, 2});
}

TEST_CASE("a change of a saved tensor is an error that names operation and module", "[backward]") {
  Variable x = leaf(ones({2})), w = leaf(ones({2}));
  const auto in_module = [&] {
    const Scope outer("decoder"), inner("output");
    return x * w;
  };
  const Variable y = in_module();
  w.value() *= 2;
  CHECK_THROWS_WITH(
      y.backward(ones({2})),
      "decoder.output: backward of *: a tensor of shape (2,) that it saved was changed in place "
      "after it was recorded");
}

TEST_CASE("a rule that fails leaves no gradient behind", "[backward]") {
  Tensor x = ones({4, 5});
  Variable w = leaf(ones({6, 5}));
  const Variable y = linear(x, w, {});
  x.fill(2);
  CHECK_THROWS_WITH(sum(y).backward(), Contains("backward of linear"));
  CHECK_FALSE(w.grad().defined());
  const Tensor before = full({6, 5}, 7);
  w.set_grad(before.clone());
  CHECK_THROWS_WITH(sum(y).backward(), Contains("backward of linear"));
  CHECK(all_equal(w.grad(), before));
}

TEST_CASE("a write through a view is noticed as well", "[backward]") {
  Variable x = leaf(ones({2, 2}));
  const Variable y = exp(transpose(x)) * x;
  Tensor row = select(x.value(), 0, 1);
  row.fill(3);
  CHECK_THROWS_WITH(y.backward(ones({2, 2})), Contains("backward of *: a tensor of shape (2, 2)"));
}

TEST_CASE("errors of operations name the running module", "[backward]") {
  const Variable a = leaf(ones({2, 3})), b = leaf(ones({4, 5}));
  const Scope outer("encoder"), inner("layers");
  CHECK_THROWS_WITH(matmul(a, b), "encoder.layers: matmul: (2, 3) x (4, 5): inner sizes 3 and 4 differ");
  CHECK_THROWS_WITH(a + b, Contains("encoder.layers: +: ") && Contains("(2, 3)") && Contains("(4, 5)"));
}

TEST_CASE("set_grad requires a variable with a gradient, and a gradient of its shape", "[backward]") {
  Variable x = number(1), c = scalar(1);
  x.set_grad(scalar(7));
  CHECK(x.grad().item() == 7);
  CHECK_THROWS_WITH(c.set_grad(scalar(7)), "set_grad: this variable does not track a gradient");
  CHECK_THROWS_WITH(x.set_grad(ones({2})), "set_grad: gradient of shape (2,) for a variable of shape ()");
}
