// Two observers: the trace, and StopAtNaN.
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/watch/trace.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"

#include <limits>

using namespace heed;
using Catch::Matchers::Contains;

TEST_CASE("the trace lists each operation with its module, its inputs and its gradient", "[trace]") {
  const Variable x = tensor({{1, 2}, {3, 4}}), w = leaf(tensor({{1, 0}, {0, 2}, {1, 1}})),
                 unused = leaf(ones({7}));
  // A clock whose n-th call returns n^2 microseconds.
  static Nanoseconds asked;
  asked = 0;
  Trace trace([] {
    ++asked;
    return asked * asked * 1000;
  });
  Variable loss;
  {
    const Scope model("model");
    Variable hidden;
    {
      const Scope layer("output");
      hidden = linear(x, w);
    }
    loss = sum(hidden * hidden);
  }
  loss.backward();
  // hidden = {{1, 4, 3}, {3, 8, 7}}, dL/dhidden = 2 hidden, dL/dw = dL/dhiddenᵀ x
  const std::string bytes24 = sizeof(Scalar) == 4 ? "   24" : "   48",
                    bytes4 = sizeof(Scalar) == 4 ? "    4" : "    8";
  // The clock is called when the trace is made, at the entry of both modules, twice for each operation, at
  // the end of "output", and so on. linear took 4^2 - 3^2 = 7 microseconds, because the third call was at
  // the entry of its module.
  CHECK(trace.to_string() ==
        "#  module        operation  inputs  shape   bytes  time us  back us  |gradient|\n"
        "1                leaf               (3, 2)  " +
            bytes24 +
            "                       132.846\n"
            "2  model.output  linear     - 1 -   (2, 3)  " +
            bytes24 +
            "        7       37     24.3311\n"
            "3  model         *          2 2     (2, 3)  " +
            bytes24 +
            "       13       31     2.44949\n"
            "4  model         sum        3       ()      " +
            bytes4 + "       17       25           1\n");
}

TEST_CASE("the trace lists operations that are not recorded, and inputs from before it was made", "[trace]") {
  const Variable x = leaf(ones({2})), before = exp(x);
  Trace trace;
  {
    const NoGrad none;
    tanh(x);
  }
  const Variable after = before * x;
  REQUIRE(trace.entries().size() == 4);
  CHECK(trace.entries()[0].operation == "tanh");
  CHECK(trace.entries()[0].inputs.empty());
  CHECK(trace.entries()[1].operation == "exp");
  CHECK(trace.entries()[2].operation == "leaf");
  CHECK(trace.entries()[3].operation == "*");
  CHECK(trace.entries()[3].inputs == std::vector<std::size_t>{2, 3});
  CHECK(!trace.entries()[3].gradient.has_value());
  CHECK_THAT(trace.to_string(), !Contains("nan"));
}

TEST_CASE("a trace keeps neither graphs nor tensors alive", "[trace]") {
  const Variable x = leaf(ones({1000}));
  const std::size_t before = memory_use().in_use;
  Trace trace;
  { const Variable y = exp(x * 2); }
  CHECK(memory_use().in_use == before);
  CHECK(trace.entries().size() == 3);
}

TEST_CASE("observers may be created and destroyed in any order", "[trace]") {
  CHECK(!Observer::any());
  auto first = std::make_unique<Trace>(), second = std::make_unique<Trace>();
  const Variable x = leaf(scalar(1));
  exp(x);
  first.reset();
  exp(x);
  CHECK(second->entries().size() == 3);
  second.reset();
  CHECK(!Observer::any());
}

TEST_CASE("StopAtNaN names the operation and module that computed the first NaN or infinity", "[nan]") {
  const Variable x = leaf(tensor({1, 0}));
  const auto run = [&] {
    const Scope outer("encoder"), inner("norm");
    return log(x);
  };
  CHECK_NOTHROW(run());
  const StopAtNaN stop;
  CHECK_THROWS_WITH(run(), "encoder.norm: log: the result of shape (2,) contains a NaN or an infinity");
  CHECK_NOTHROW(exp(x));
}

TEST_CASE("StopAtNaN names the operation and module whose gradient is not finite", "[nan]") {
  const Variable x = leaf(tensor({1, 0}));
  const auto run = [&] {
    const Scope outer("encoder");
    return sqrt(x * 1);
  };
  const StopAtNaN stop;
  const Variable y = run();  // sqrt 0 = 0 is fine; its slope there is infinite
  CHECK_THROWS_WITH(
      y.backward(ones({2})),
      "encoder: backward of sqrt: the gradient of shape (2,) that it passes to '*' contains a NaN or an "
      "infinity");
}
