#include "autograd/operations/recurrence.h"

#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tensor/matmul.h"
#include "tensor/raw/vector.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

namespace heed {
namespace {

// One row of one step. A loop for each result: the compiler makes vector code of a loop only where it can
// rule out that what it writes is what it reads, and of many results it tries that no more. i and s are the
// row's gates from input and state, `gates` receives r, z and n side by side.
void step_forward(Index hidden, const Scalar* i, const Scalar* s, const Scalar* state, Scalar* gates,
                  Scalar* next) {
  Scalar *const r = gates, *const z = r + hidden, *const n = z + hidden;
  for (Index j = 0; j < 2 * hidden; ++j) gates[j] = kernel::fast::sigmoid(i[j] + s[j]);  // r and z alike
  for (Index j = 0; j < hidden; ++j) n[j] = kernel::fast::tanh(i[2 * hidden + j] + r[j] * s[2 * hidden + j]);
  for (Index j = 0; j < hidden; ++j) next[j] = (1 - z[j]) * n[j] + z[j] * state[j];
}

// With g = dL/dh':
//     dz = g (h - n) z (1 - z)        dn = g (1 - z) (1 - n^2)        dr = dn h_n r (1 - r)
//     d_input = (dr, dz, dn)          d_state_gates = (dr, dz, dn r)          d_state = g z
void step_backward(Index hidden, const Scalar* g, const Scalar* gates, const Scalar* h_n, const Scalar* state,
                   Scalar* d_input, Scalar* d_state_gates, Scalar* d_state) {
  const Scalar *const r = gates, *const z = r + hidden, *const n = z + hidden;
  Scalar *const dr = d_input, *const dz = dr + hidden, *const dn = dz + hidden;
  for (Index j = 0; j < hidden; ++j) dn[j] = g[j] * (1 - z[j]) * (1 - n[j] * n[j]);
  for (Index j = 0; j < hidden; ++j) dr[j] = dn[j] * h_n[j] * r[j] * (1 - r[j]);
  for (Index j = 0; j < hidden; ++j) dz[j] = g[j] * (state[j] - n[j]) * z[j] * (1 - z[j]);
  std::copy_n(d_input, 2 * hidden, d_state_gates);
  for (Index j = 0; j < hidden; ++j) d_state_gates[2 * hidden + j] = dn[j] * r[j];
  for (Index j = 0; j < hidden; ++j) d_state[j] = g[j] * z[j];
}

Index rows_per_thread(Index hidden) { return std::max(Index{1}, 2048 / std::max(hidden, Index{1})); }

}  // namespace

Variable gru_step(const Variable& from_input, const Variable& from_state, const Variable& state) {
  const Index batch = state.rank() == 2 ? state.size(0) : 0, hidden = state.rank() == 2 ? state.size(1) : 0;
  const Shape wide{batch, 3 * hidden};
  if (state.rank() != 2 || !(from_input.shape() == wide) || !(from_state.shape() == wide)) {
    fail("gru_step: gates ", from_input.shape(), " and ", from_state.shape(), " do not fit the state ",
         state.shape(), ": they must be (batch, 3 hidden)");
  }
  const Tensor i = from_input.value().contiguous(), s = from_state.value().contiguous(),
               h = state.value().contiguous();
  Tensor next = empty(h.shape()), gates = empty(wide);
  Scalar *const to = next.mutable_data(), *const gate = gates.mutable_data();
  const Index grain = rows_per_thread(hidden);
  parallel_for(batch, grain, [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      step_forward(hidden, i.data() + row * 3 * hidden, s.data() + row * 3 * hidden, h.data() + row * hidden,
                   gate + row * 3 * hidden, to + row * hidden);
    }
  });
  const auto rule = [=, gates = Saved(gates), s = Saved(s), h = Saved(h)](const Tensor& upstream) {
    const Tensor grad = upstream.contiguous();
    Tensor d_input = empty(wide), d_gates = empty(wide), d_state = empty(grad.shape());
    Scalar *const a = d_input.mutable_data(), *const b = d_gates.mutable_data(),
                  *const c = d_state.mutable_data();
    const Scalar *const kept = gates.get().data(), *const from = s.get().data(), *const old = h.get().data();
    parallel_for(batch, grain, [&](Index first, Index last) {
      for (Index row = first; row < last; ++row) {
        step_backward(hidden, grad.data() + row * hidden, kept + row * 3 * hidden,
                      from + row * 3 * hidden + 2 * hidden, old + row * hidden, a + row * 3 * hidden,
                      b + row * 3 * hidden, c + row * hidden);
      }
    });
    return std::array<Tensor, 3>{d_input, d_gates, d_state};
  };
  return record_jointly("gru_step", next, {&from_input, &from_state, &state}, rule);
}

Variable gru_sequence(const Variable& from_input, const Variable& start, const Variable& weight,
                      const Variable& bias, const std::vector<Index>& lengths, bool reverse) {
  const Index batch = start.rank() == 2 ? start.size(0) : 0, hidden = start.rank() == 2 ? start.size(1) : 0;
  const Index time = from_input.rank() == 3 ? from_input.size(1) : 0, width = 3 * hidden;
  if (start.rank() != 2 || !(from_input.shape() == Shape{batch, time, width}) ||
      !(weight.shape() == Shape{width, hidden}) || !(bias.shape() == Shape{width})) {
    fail("gru_sequence: input gates ", from_input.shape(), ", start ", start.shape(), ", weight ",
         weight.shape(), " and bias ", bias.shape(),
         " do not fit: they must be (batch, time, 3 hidden), (batch, hidden), (3 hidden, hidden), (3 "
         "hidden,)");
  }
  if (!lengths.empty() && static_cast<Index>(lengths.size()) != batch) {
    fail("gru_sequence: ", lengths.size(), " lengths for a batch of ", batch);
  }
  const auto active = [lengths](Index row, Index t) {
    return lengths.empty() || t < lengths[static_cast<std::size_t>(row)];
  };
  const auto time_of = [time, reverse](Index step) { return reverse ? time - 1 - step : step; };

  // states(s) is the state before step s, so states(time) is the last; steps, not times, are the first axis,
  // and every step is one contiguous matrix.
  const Tensor input = from_input.value().contiguous(), b = bias.value().contiguous();
  Tensor states = empty({time + 1, batch, hidden}), from_state = empty({time, batch, width}),
         gates = empty({time, batch, width});
  Tensor output = empty({batch, time, hidden});
  select(states, 0, 0).copy_from(start.value());
  Scalar *const h = states.mutable_data(), *const s_data = from_state.mutable_data(),
                *const gate = gates.mutable_data();
  Scalar* const out = output.mutable_data();
  const kernel::ConstMatrix w_transposed = kernel::last_two_axes(transpose(weight.value()));
  const Index grain = rows_per_thread(hidden);
  for (Index step = 0; step < time; ++step) {
    const Index t = time_of(step);
    const Scalar* const before = h + step * batch * hidden;
    Scalar* const after = h + (step + 1) * batch * hidden;
    Scalar* const s = s_data + step * batch * width;
    kernel::gemm(batch, width, hidden, {before, hidden, 1}, w_transposed, s, width, {.bias = b.data()});
    parallel_for(batch, grain, [&](Index first, Index last) {
      for (Index row = first; row < last; ++row) {
        Scalar* const result = out + (row * time + t) * hidden;
        if (active(row, t)) {
          step_forward(hidden, input.data() + (row * time + t) * width, s + row * width,
                       before + row * hidden, gate + (step * batch + row) * width, after + row * hidden);
          std::copy_n(after + row * hidden, hidden, result);
        } else {
          std::copy_n(before + row * hidden, hidden, after + row * hidden);
          std::fill_n(result, hidden, Scalar{0});
        }
      }
    });
  }

  // Backward in steps: the gradient of the state after step s is what flows from step s + 1, plus dL/doutput.
  // The weight's gradient is one product over all steps at the end.
  const auto rule = [=, states = Saved(states), from_state = Saved(from_state), gates = Saved(gates),
                     weight = Saved(weight.value())](const Tensor& upstream) {
    const Tensor grad = upstream.contiguous();
    Tensor d_input = empty({batch, time, width}), d_gates = empty({time, batch, width});
    Tensor d_state = zeros({batch, hidden}), flow = empty({batch, hidden});
    Scalar *const di = d_input.mutable_data(), *const dg = d_gates.mutable_data(),
                  *const dh = d_state.mutable_data();
    Scalar* const g = flow.mutable_data();
    const Scalar *const states_data = states.get().data(), *const from = from_state.get().data(),
                        *const kept = gates.get().data();
    for (Index step = time - 1; step >= 0; --step) {
      const Index t = time_of(step);
      Scalar* const step_gates = dg + step * batch * width;
      parallel_for(batch, grain, [&](Index first, Index last) {
        for (Index row = first; row < last; ++row) {
          Scalar *const row_input = di + (row * time + t) * width, *const row_gates =
                                                                       step_gates + row * width;
          if (active(row, t)) {
            const Scalar* const from_output = grad.data() + (row * time + t) * hidden;
            for (Index j = 0; j < hidden; ++j) g[row * hidden + j] = dh[row * hidden + j] + from_output[j];
            const Index place = (step * batch + row) * width;
            step_backward(hidden, g + row * hidden, kept + place, from + place + 2 * hidden,
                          states_data + (step * batch + row) * hidden, row_input, row_gates,
                          dh + row * hidden);
          } else {
            std::fill_n(row_input, width, Scalar{0});
            std::fill_n(row_gates, width, Scalar{0});
          }
        }
      });
      kernel::gemm(batch, hidden, width, {step_gates, width, 1}, kernel::last_two_axes(weight.get()), dh,
                   hidden, {.accumulate = true});
    }
    const Tensor flat = reshape(d_gates, {time * batch, width});
    const Tensor before = reshape(slice(states.get(), 0, 0, time), {time * batch, hidden});
    return std::array<Tensor, 4>{d_input, d_state, matmul(transpose(flat), before), sum(flat, 0)};
  };
  return record_jointly("gru_sequence", output, {&from_input, &start, &weight, &bias}, rule);
}

}  // namespace heed
