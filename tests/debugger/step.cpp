// A program to step through: test_debuggers.py types `step` in it and checks where that leads.
#include "autograd/operations/arithmetic.h"
#include "nn/module.h"
#include "tensor/creation.h"
#include "tensor/ground/threads.h"

using namespace heed;

struct Inner : Module {
  Inner() : weight(*this, "weight", ones({3})) {}
  Variable operator()(const Variable& x) const { return x * weight; }
  Parameter weight;
};

struct Outer : Module {
  Variable operator()(const Variable& x) const { return inner(x); }
  Child<Inner> inner{*this, "inner"};
};

int main() {
  const Outer model;
  const Variable x = ones({2, 3}), y = model(x);
  Index sum = 0;
  parallel_for(10, 100, [&](Index first, Index last) { sum += last - first; });
  return sum == 10 && y.defined() ? 0 : 1;
}
