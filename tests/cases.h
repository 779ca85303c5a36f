// The table of operations. Each row is a differentiable function, the shapes to try it on, and usually the same
// function as naive loops. A new row is tested for values, gradients, strided inputs and in-place changes,
// and timed by the bench.
#pragma once

#include "autograd/gradient_check.h"
#include "tests/naive.h"

#include <optional>

namespace heed {

struct Case {
  std::string name;  // "softmax, masked"
  VariableFunction function;
  std::vector<Shape> shapes;  // shapes of the inputs
  // The function as naive loops; a row may do without.
  std::function<naive::Array(const std::vector<naive::Array>&)> reference = nullptr;
  double low = -2, high = 2;  // the range of the inputs
  bool kink_at_ties = false;  // no derivative where two elements of one input are equal
};

// Every operation of autograd/operations, in the shapes that matter: ordinary, broadcast, of size 1, empty.
const std::vector<Case>& all_cases();

// Inputs for a case: evenly spaced over [low, high], in random order. No two elements are equal (the kink of
// max), and none is in the middle of the range, 0 (the kink of relu).
std::vector<Tensor> draw_inputs(const Case& operation, Rng& rng);

// How the elements of a view may be arranged in memory.
enum class Layout { transposed, sliced, expanded };
constexpr Layout all_layouts[] = {Layout::transposed, Layout::sliced, Layout::expanded};

// An input as a view: view(source) has the values of x; if expanded, it repeats the first row of x.
struct LaidOut {
  Tensor source;  // contiguous
  std::function<Variable(const Variable&)> view;
};
std::optional<LaidOut> lay_out(const Tensor& x, Layout layout);  // none if x has too few axes

// The parts of the table.
void add_elementwise_cases(std::vector<Case>& table);
void add_shape_cases(std::vector<Case>& table);
void add_reduction_cases(std::vector<Case>& table);
void add_network_cases(std::vector<Case>& table);
void add_attention_cases(std::vector<Case>& table);
void add_convolution_cases(std::vector<Case>& table);

}  // namespace heed
