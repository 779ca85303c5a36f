#include "tensor/kernels/gru_kernel.h"

#include "tensor/creation.h"
#include "tensor/ground/threads.h"
#include "tensor/matmul.h"
#include "tensor/raw/vector.h"
#include "tensor/views.h"

#include <algorithm>

namespace heed::kernel {
namespace {

// The rows of a contiguous tensor (..., width), numbered over all leading axes.
struct Rows {
  explicit Rows(Tensor& x) : data(x.mutable_data()), width(x.size(-1)) {}
  Scalar* operator()(Index row) const { return data + row * width; }
  Scalar* data;
  Index width;
};
struct ConstRows {
  explicit ConstRows(const Tensor& x) : data(x.data()), width(x.size(-1)) {}
  const Scalar* operator()(Index row) const { return data + row * width; }
  const Scalar* data;
  Index width;
};

// One row of one step: i, s, h -> the gates r, z, n, and h'. There is a loop for each result, because the
// compiler turns a loop into vector code only if it can rule out that the loop reads what it writes, and
// with many results it gives up.
void step_forward(Index hidden, const Scalar* i, const Scalar* s, const Scalar* h, Scalar* gates,
                  Scalar* h_next) {
  Scalar *const r = gates, *const z = r + hidden, *const n = z + hidden;
  for (Index j = 0; j < 2 * hidden; ++j) gates[j] = fast::sigmoid(i[j] + s[j]);  // r and z
  for (Index j = 0; j < hidden; ++j) n[j] = fast::tanh(i[2 * hidden + j] + r[j] * s[2 * hidden + j]);
  for (Index j = 0; j < hidden; ++j) h_next[j] = (1 - z[j]) * n[j] + z[j] * h[j];
}

// Forward:
//     r = sigmoid(i_r + s_r)    z = sigmoid(i_z + s_z)    n = tanh(i_n + r s_n)    h' = (1 - z) n + z h
// With g = dL/dh', and the gradients taken before each sigmoid and tanh:
//     dn = g (1 - z) (1 - n²)        dr = dn s_n r (1 - r)        dz = g (h - n) z (1 - z)
//     di = (dr, dz, dn)              ds = (dr, dz, dn r)          dh = g z
void step_backward(Index hidden, const Scalar* g, const Scalar* gates, const Scalar* s_n, const Scalar* h,
                   Scalar* di, Scalar* ds, Scalar* dh) {
  const Scalar *const r = gates, *const z = r + hidden, *const n = z + hidden;
  Scalar *const dr = di, *const dz = dr + hidden, *const dn = dz + hidden;
  for (Index j = 0; j < hidden; ++j) dn[j] = g[j] * (1 - z[j]) * (1 - n[j] * n[j]);
  for (Index j = 0; j < hidden; ++j) dr[j] = dn[j] * s_n[j] * r[j] * (1 - r[j]);
  for (Index j = 0; j < hidden; ++j) dz[j] = g[j] * (h[j] - n[j]) * z[j] * (1 - z[j]);
  std::copy_n(di, 2 * hidden, ds);
  for (Index j = 0; j < hidden; ++j) ds[2 * hidden + j] = dn[j] * r[j];
  for (Index j = 0; j < hidden; ++j) dh[j] = g[j] * z[j];
}

// One hidden unit costs three exponentials and a dozen operations.
Index grain(Index hidden) { return grain_for(8 * hidden); }

}  // namespace

GruStep gru_step(const Tensor& input_gates, const Tensor& state_gates, const Tensor& state) {
  const Tensor i_data = input_gates.contiguous(), s_data = state_gates.contiguous(),
               h_data = state.contiguous();
  const Index batch = state.size(0), hidden = state.size(1);
  GruStep result{empty(state.shape()), empty(i_data.shape())};
  const ConstRows i(i_data), s(s_data), h(h_data);
  const Rows gates(result.gates), h_next(result.h);
  parallel_for(batch, grain(hidden), [&](Index first, Index last) {
    for (Index row = first; row < last; ++row)
      step_forward(hidden, i(row), s(row), h(row), gates(row), h_next(row));
  });
  return result;
}

GruStepGradients gru_step_backward(const Tensor& upstream, const Tensor& state_gates, const Tensor& state,
                                   const Tensor& saved_gates) {
  const Tensor grad = upstream.contiguous(), s_data = state_gates.contiguous(), h_data = state.contiguous();
  const Index batch = state.size(0), hidden = state.size(1);
  GruStepGradients result{empty(saved_gates.shape()), empty(saved_gates.shape()), empty(state.shape())};
  const ConstRows g(grad), s(s_data), h(h_data), gates(saved_gates);
  const Rows di(result.i), ds(result.s), dh(result.h);
  parallel_for(batch, grain(hidden), [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      step_backward(hidden, g(row), gates(row), s(row) + 2 * hidden, h(row), di(row), ds(row), dh(row));
    }
  });
  return result;
}

GruSequence gru_sequence(const Tensor& input_gates, const Tensor& start, const Tensor& W_h, const Tensor& b_h,
                         const GruSteps& steps) {
  const Tensor i_data = input_gates.contiguous(), bias = b_h.contiguous();
  const Index time = steps.time, batch = start.size(0), hidden = start.size(1), width = 3 * hidden;
  GruSequence result{empty({batch, time, hidden}), empty({time + 1, batch, hidden}),
                     empty({time, batch, width}), empty({time, batch, width})};
  select(result.h, 0, 0).copy_from(start);
  const ConstRows i(i_data);
  const Rows output(result.output), h(result.h), s(result.s), gates(result.gates);
  const ConstMatrix W_transposed = last_two_axes(transpose(W_h));
  for (Index step = 0; step < time; ++step) {
    const Index t = steps.time_of(step), now = step * batch, next = now + batch;
    // s = h W_hᵀ + b_h
    gemm(batch, width, hidden, {h(now), hidden, 1}, W_transposed, s(now), width, {.bias = bias.data()});
    parallel_for(batch, grain(hidden), [&](Index first, Index last) {
      for (Index row = first; row < last; ++row) {
        Scalar* const out = output(row * time + t);
        if (steps.active(row, t)) {
          step_forward(hidden, i(row * time + t), s(now + row), h(now + row), gates(now + row),
                       h(next + row));
          std::copy_n(h(next + row), hidden, out);
        } else {
          std::copy_n(h(now + row), hidden, h(next + row));
          std::fill_n(out, hidden, Scalar{0});
        }
      }
    });
  }
  return result;
}

// Backward in steps. The gradient of the state after a step is dL/doutput plus the gradient from
// the next step, which is g z directly and ds W_h through s = h W_hᵀ + b_h.
GruSequenceGradients gru_sequence_backward(const Tensor& upstream, const GruSequence& forward,
                                           const Tensor& W_h, const GruSteps& steps) {
  const Tensor grad = upstream.contiguous();
  const Index time = steps.time, batch = grad.size(0), hidden = grad.size(2), width = 3 * hidden;
  GruSequenceGradients result{empty({batch, time, width}), zeros({batch, hidden}),
                              empty({time, batch, width})};
  Tensor g_data = empty({batch, hidden});
  const ConstRows from_output(grad), h(forward.h), s(forward.s), gates(forward.gates);
  const Rows di(result.i), ds(result.s), dh(result.start), g(g_data);
  for (Index step = time - 1; step >= 0; --step) {
    const Index t = steps.time_of(step), now = step * batch;
    parallel_for(batch, grain(hidden), [&](Index first, Index last) {
      for (Index row = first; row < last; ++row) {
        const Index at = row * time + t;
        if (steps.active(row, t)) {
          for (Index j = 0; j < hidden; ++j) g(row)[j] = dh(row)[j] + from_output(at)[j];
          step_backward(hidden, g(row), gates(now + row), s(now + row) + 2 * hidden, h(now + row), di(at),
                        ds(now + row), dh(row));
        } else {  // the state passed through unchanged, and so does its gradient
          std::fill_n(di(at), width, Scalar{0});
          std::fill_n(ds(now + row), width, Scalar{0});
        }
      }
    });
    gemm(batch, hidden, width, {ds(now), width, 1}, last_two_axes(W_h), dh(0), hidden, {.accumulate = true});
  }
  return result;
}

}  // namespace heed::kernel
