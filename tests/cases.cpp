#include "tests/cases.h"

#include "autograd/operations/shape_functions.h"
#include "tensor/creation.h"

namespace heed {

const std::vector<Case>& all_cases() {
  static const std::vector<Case> table = [] {
    std::vector<Case> rows;
    add_elementwise_cases(rows);
    add_shape_cases(rows);
    add_reduction_cases(rows);
    add_network_cases(rows);
    add_convolution_cases(rows);
    add_attention_cases(rows);
    return rows;
  }();
  return table;
}

std::vector<Tensor> draw_inputs(const Case& operation, Rng& rng) {
  Index count = 0;
  for (const Shape& shape : operation.shapes) count += shape.numel();
  count += count % 2;  // even, so that no element is in the middle
  const std::vector<Index> order = rng.permutation(count);
  const double gap = (operation.high - operation.low) / static_cast<double>(std::max(count, Index{1}));
  std::vector<Tensor> inputs;
  std::size_t next = 0;
  for (const Shape& shape : operation.shapes) {
    Tensor input = empty(shape);
    Scalar* const numbers = input.mutable_data();
    for (Index i = 0; i < shape.numel(); ++i) {
      const double place = static_cast<double>(order[next++]) + 0.5;
      numbers[i] = static_cast<Scalar>(operation.low + gap * place);
    }
    inputs.push_back(input);
  }
  return inputs;
}

std::optional<LaidOut> lay_out(const Tensor& x, Layout layout) {
  switch (layout) {
    case Layout::transposed:
      if (x.rank() < 2) return {};
      return LaidOut{transpose(x).clone(), [](const Variable& source) { return transpose(source); }};
    case Layout::sliced: {  // every second element of a longer row
      if (x.rank() < 1) return {};
      Shape wider = x.shape();
      wider[x.rank() - 1] = 2 * x.size(-1) + 2;
      Tensor source = full(wider, 1000);
      slice(source, -1, 1, wider[x.rank() - 1] - 1, 2).copy_from(x);
      return LaidOut{source, [end = wider[x.rank() - 1] - 1](const Variable& whole) {
                       return slice(whole, -1, 1, end, 2);
                     }};
    }
    case Layout::expanded:
      if (x.rank() < 1 || x.size(0) < 2) return {};
      return LaidOut{slice(x, 0, 0, 1).clone(),
                     [shape = x.shape()](const Variable& row) { return expand(row, shape); }};
  }
  return {};
}

}  // namespace heed
