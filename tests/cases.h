// The table of operations: each row is a differentiable function, shapes to try it on, and mostly the same
// function written as naive loops. One more row is one more case for values, gradients, strided inputs,
// in-place changes and time.
#pragma once

#include "autograd/gradient_check.h"
#include "tests/naive.h"

#include <optional>

namespace heed {

struct Case {
  std::string name;  // "softmax, masked"
  VariableFunction function;
  std::vector<Shape> shapes;                                                          // of its inputs
  std::function<naive::Array(const std::vector<naive::Array>&)> reference = nullptr;  // may be missing
  double low = -2, high = 2;  // where its inputs are drawn from
  bool kink_at_ties = false;  // no derivative where two numbers of one input are equal
};

// Every operation of autograd/, in the shapes that matter: ordinary, broadcast, of size 1, empty.
const std::vector<Case>& all_cases();

// Inputs for a case: evenly spaced over [low, high], in random order. So no two numbers are equal (the kink
// of max) and none is the middle, 0 (the kink of relu).
std::vector<Tensor> draw_inputs(const Case& operation, Rng& rng);

// Ways in which the numbers of an input may lie in memory.
enum class Layout { transposed, sliced, expanded };
constexpr Layout all_layouts[] = {Layout::transposed, Layout::sliced, Layout::expanded};

// An input as a view: view(source) has x's numbers - expanded: its first row's, repeated.
struct LaidOut {
  Tensor source;  // contiguous
  std::function<Variable(const Variable&)> view;
};
std::optional<LaidOut> lay_out(const Tensor& x, Layout layout);  // none when x has too few axes

// The parts of the table.
void add_elementwise_cases(std::vector<Case>& table);
void add_shape_cases(std::vector<Case>& table);
void add_reduction_cases(std::vector<Case>& table);
void add_network_cases(std::vector<Case>& table);
void add_attention_cases(std::vector<Case>& table);

}  // namespace heed
