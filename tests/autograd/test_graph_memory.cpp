// Tests of when a graph is freed and how much memory it takes.
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/layer_norm.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/softmax.h"
#include "tensor/ground/memory.h"
#include "tests/catch.h"

using namespace heed;

namespace {

constexpr int million = 1'000'000;

Variable long_chain(const Variable& x) {
  Variable y = x;
  for (int i = 0; i < million; ++i) y = y + 1.0;
  return y;
}

}  // namespace

TEST_CASE("a chain of a million operations is differentiated", "[graph]") {
  const Variable x = leaf(scalar(0));
  const Variable y = long_chain(x);
  CHECK(y.item() == million);
  y.backward();
  CHECK(x.grad().item() == 1);
}

// A recursion of a million calls would overflow the stack in each of these.
TEST_CASE("a chain of a million operations is freed", "[graph]") {
  const std::size_t before = memory_use().in_use;
  { long_chain(leaf(scalar(0))); }  // freed without backward
  CHECK(memory_use().in_use == before);
  {
    const Variable y = long_chain(leaf(scalar(0)));
    y.backward({.keep_graph = true, .keep_gradients = true});  // freed after backward kept it
  }
  CHECK(memory_use().in_use == before);
}

TEST_CASE("backward frees the graph although the result still exists", "[graph]") {
  const Variable x = leaf(ones({1000}));
  Variable loss;
  {
    const Variable saved = exp(exp(exp(x)) * 0.01);
    loss = sum(saved * saved);
  }
  const std::size_t recorded = memory_use().in_use;
  loss.backward();
  // Three saved results were freed, and x's gradient was added.
  CHECK(memory_use().in_use + 2 * 1000 * sizeof(Scalar) < recorded);
  loss = Variable();
  const std::size_t without_graph = memory_use().in_use;
  sum(exp(x)).backward();
  CHECK(memory_use().in_use == without_graph);
}

TEST_CASE("an unused graph is freed without backward", "[graph]") {
  const Variable x = leaf(ones({100}));
  const std::size_t before = memory_use().in_use;
  { const Variable y = sum(exp(x) * x + tanh(x)); }
  CHECK(memory_use().in_use == before);
}

TEST_CASE("an error in backward leaks no memory", "[graph]") {
  Variable x = leaf(ones({100}));
  const std::size_t before = memory_use().in_use;
  {
    const Variable y = sum(exp(x) * tanh(x) * x);
    x.value().fill(2);
    CHECK_THROWS(y.backward());
    x.zero_grad();
  }
  CHECK(memory_use().in_use == before);
}

TEST_CASE("a repeated step allocates no memory from the system", "[graph]") {
  Rng rng(1);
  Variable w = leaf(random_normal({20, 16}, rng)), gain = leaf(ones({20})), shift = leaf(zeros({20}));
  const Tensor x = random_normal({8, 16}, rng);
  const TokenMatrix targets(1, 8, 3);
  const auto step = [&] {
    const Variable hidden = layer_norm(linear(x, w), gain, shift);
    cross_entropy(softmax(hidden) * relu(hidden), targets).backward();
    for (Variable* parameter : {&w, &gain, &shift}) {
      parameter->value() += parameter->grad() * -0.1;
      parameter->zero_grad();
    }
  };
  step();
  const MemoryUse warm = memory_use();
  for (int i = 0; i < 5; ++i) step();
  CHECK(memory_use().requests == warm.requests);
  CHECK(memory_use().in_use == warm.in_use);
  CHECK(memory_use().peak == warm.peak);
}
