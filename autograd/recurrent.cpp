#include "autograd/recurrent.h"

#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/error.h"
#include "tensor/threads.h"
#include "tensor/vector.h"

namespace heed {

// With g = dL/dh':
//     dz = g (h - n) z (1 - z)        dn = g (1 - z) (1 - n^2)        dr = dn h_n r (1 - r)
//     d from_input = (dr, dz, dn)     d from_state = (dr, dz, dn r)   dh = g z
Variable gru_step(const Variable& from_input, const Variable& from_state, const Variable& state) {
  const Index batch = state.rank() == 2 ? state.size(0) : 0, hidden = state.rank() == 2 ? state.size(1) : 0;
  const Shape gates{batch, 3 * hidden};
  if (state.rank() != 2 || !(from_input.shape() == gates) || !(from_state.shape() == gates)) {
    fail("gru_step: gates ", from_input.shape(), " and ", from_state.shape(), " do not fit the state ",
         state.shape(), ": they must be (batch, 3 hidden)");
  }
  const Tensor input = from_input.data().contiguous(), recurrent = from_state.data().contiguous(),
               before = state.data().contiguous();
  Tensor after = empty(before.shape()), kept = empty(gates);  // kept: r, z and n, side by side like the gates
  Scalar *const next = after.mutable_data(), *const keep = kept.mutable_data();
  const Scalar *const in = input.data(), *const rec = recurrent.data(), *const h = before.data();
  const Index grain = 4096 / std::max(hidden, Index{1}) + 1;
  parallel_for(batch, grain, [=](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      const Scalar *const i = in + row * 3 * hidden, *const s = rec + row * 3 * hidden,
                          *const old = h + row * hidden;
      Scalar *const r = keep + row * 3 * hidden, *const z = r + hidden, *const n = z + hidden,
                    *const out = next + row * hidden;
      for (Index j = 0; j < 2 * hidden; ++j) r[j] = fast::sigmoid(i[j] + s[j]);  // r and z alike
      for (Index j = 0; j < hidden; ++j) {
        n[j] = fast::tanh(i[2 * hidden + j] + r[j] * s[2 * hidden + j]);
        out[j] = (1 - z[j]) * n[j] + z[j] * old[j];
      }
    }
  });
  const auto rule = [=, kept = Saved(kept), recurrent = Saved(recurrent),
                     before = Saved(before)](const Tensor& upstream) {
    const Tensor grad = upstream.contiguous();
    Tensor to_input = empty(gates), to_recurrent = empty(gates), to_state = empty(grad.shape());
    Scalar *const d_in = to_input.mutable_data(), *const d_rec = to_recurrent.mutable_data(),
                  *const d_h = to_state.mutable_data();
    const Scalar *const g_data = grad.data(), *const gate = kept.get().data(),
                        *const s_data = recurrent.get().data(), *const h_data = before.get().data();
    parallel_for(batch, grain, [=](Index first, Index last) {
      for (Index row = first; row < last; ++row) {
        const Scalar *const r = gate + row * 3 * hidden, *const z = r + hidden, *const n = z + hidden;
        const Scalar *const g = g_data + row * hidden, *const old = h_data + row * hidden;
        const Scalar* const h_n = s_data + row * 3 * hidden + 2 * hidden;
        Scalar *const a = d_in + row * 3 * hidden, *const b = d_rec + row * 3 * hidden,
                      *const c = d_h + row * hidden;
        for (Index j = 0; j < hidden; ++j) {
          const Scalar dn = g[j] * (1 - z[j]) * (1 - n[j] * n[j]);
          const Scalar dr = dn * h_n[j] * r[j] * (1 - r[j]), dz = g[j] * (old[j] - n[j]) * z[j] * (1 - z[j]);
          a[j] = b[j] = dr;
          a[hidden + j] = b[hidden + j] = dz;
          a[2 * hidden + j] = dn;
          b[2 * hidden + j] = dn * r[j];
          c[j] = g[j] * z[j];
        }
      }
    });
    return std::array<Tensor, 3>{to_input, to_recurrent, to_state};
  };
  return record_jointly("gru_step", after, {&from_input, &from_state, &state}, rule);
}

}  // namespace heed
