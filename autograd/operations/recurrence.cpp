#include "autograd/operations/recurrence.h"

#include "autograd/record.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/gru_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/token_matrix.h"
#include "tensor/views.h"

namespace heed {

// h' = (1 - z) n + z h. The gradients of i, s and h share nearly all of their work,
// so the rule computes all three.
Variable gru_step(const Variable& from_input, const Variable& from_state, const Variable& state) {
  require_defined("gru_step", from_input, from_state, state);
  const bool matrix = state.rank() == 2;
  const Shape wide{matrix ? state.size(0) : 0, matrix ? 3 * state.size(1) : 0};
  if (!matrix || !(from_input.shape() == wide) || !(from_state.shape() == wide)) {
    fail("gru_step: gates ", from_input.shape(), " and ", from_state.shape(), " do not fit the state ",
         state.shape(), ": they must be (batch, 3 hidden)");
  }
  const auto [h_next, gates] = kernel::gru_step(from_input.value(), from_state.value(), state.value());
  return record("gru_step", h_next,
                Edge{{from_input, from_state, state},
                     [s = Saved(from_state.value()), h = Saved(state.value()), gates = Saved(gates)](
                         const Tensor& grad, Gradient di, Gradient ds, Gradient dh) {
                       const auto gradients = kernel::gru_step_backward(grad, s, h, gates);
                       di.add(gradients.i);
                       ds.add(gradients.s);
                       dh.add(gradients.h);
                     }});
}

// The gradients of i and start come from one pass back through time. It yields ds of all steps as well:
//     s = h W_hᵀ + b_h        dL/dW_h = dsᵀ h over all steps        dL/db_h = sum of ds over all steps
Variable gru_sequence(const Variable& from_input, const Variable& start, const Variable& weight,
                      const Variable& bias, const std::vector<Index>& lengths, bool reverse) {
  require_defined("gru_sequence", from_input, start, weight, bias);
  const Index batch = start.rank() == 2 ? start.size(0) : 0, hidden = start.rank() == 2 ? start.size(1) : 0;
  const Index time = from_input.rank() == 3 ? from_input.size(1) : 0, width = 3 * hidden;
  if (start.rank() != 2 || !(from_input.shape() == Shape{batch, time, width}) ||
      !(weight.shape() == Shape{width, hidden}) || !(bias.shape() == Shape{width})) {
    fail("gru_sequence: input gates ", from_input.shape(), ", start ", start.shape(), ", weight ",
         weight.shape(), " and bias ", bias.shape(),
         " do not fit: they must be (batch, time, 3 hidden), (batch, hidden), (3 hidden, hidden) and (3 "
         "hidden,)");
  }
  if (!lengths.empty()) check_lengths("gru_sequence", lengths, batch, time);
  const kernel::GruSteps steps{time, lengths, reverse};
  const kernel::GruSequence forward =
      kernel::gru_sequence(from_input.value(), start.value(), weight.value(), bias.value(), steps);
  return record("gru_sequence", forward.output,
                Edge{{from_input, start, weight, bias},
                     [=, h = Saved(forward.h), s = Saved(forward.s), gates = Saved(forward.gates),
                      W_h = Saved(weight.value())](const Tensor& grad, Gradient di, Gradient dstart,
                                                   Gradient dW, Gradient db) {
                       const auto d = kernel::gru_sequence_backward(grad, {{}, h, s, gates}, W_h, steps);
                       di.add(d.i);
                       dstart.add(d.start);
                       const Tensor ds = flatten_leading(d.s, 1);                 // (time * batch, 3 hidden)
                       const Tensor h_before = slice(h.get(), 0, 0, steps.time);  // (time, batch, hidden)
                       if (dW.wanted()) dW.add(matmul(transpose(ds), flatten_leading(h_before, 1)));
                       if (db.wanted()) db.add(sum(ds, 0));
                     }});
}

}  // namespace heed
