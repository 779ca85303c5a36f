#include "nn/recurrent/gru.h"

#include "autograd/operations/embedding.h"
#include "autograd/operations/recurrence.h"
#include "autograd/operations/shape_functions.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"

namespace heed {

GRU::GRU(Index inputs, Index hidden, Rng& rng, Index layers, bool bidirectional, double dropout_probability)
    : hidden_(hidden),
      directions_(bidirectional ? 2 : 1),
      dropout_(*this, "dropout", dropout_probability, rng) {
  if (layers < 1 || hidden < 1)
    fail("GRU: ", layers, " layers of ", hidden, ": there must be at least one of each");
  for (Index layer = 0; layer < layers; ++layer) {
    for (Index direction = 0; direction < directions_; ++direction) {
      cells_.add(layer == 0 ? inputs : directions_ * hidden, hidden, rng);
    }
  }
}

GRU::Result GRU::operator()(const Variable& x, const std::vector<Index>& lengths) const {
  const Index batch = x.size(0), time = x.size(1);
  if (time == 0) fail("GRU: the input ", x.shape(), " has no steps");
  if (!lengths.empty() && static_cast<Index>(lengths.size()) != batch)
    fail("GRU: ", lengths.size(), " lengths for a batch of ", batch);
  for (std::size_t row = 0; row < lengths.size(); ++row) {
    if (lengths[row] < 1 || lengths[row] > time)
      fail("GRU: sentence ", row, " of the batch has ", lengths[row], " of ", time,
           " steps: there must be 1 to ", time);
  }
  Result result{x, {}};
  const Variable start = zeros({batch, hidden_});
  for (std::size_t cell = 0; cell < cells_.size(); cell += static_cast<std::size_t>(directions_)) {
    const Variable input = cell == 0 ? x : dropout_(result.output);
    std::vector<Variable> outputs, finals;
    for (std::size_t direction = 0; direction < static_cast<std::size_t>(directions_); ++direction) {
      const GRUCell& gru = cells_[cell + direction];
      const Scope scope("cells." + std::to_string(cell + direction));
      const Variable output = gru_sequence(gru.from_input(input), start, gru.from_state->weight,
                                           *gru.from_state->bias, lengths, direction == 1);
      // The state after a row's last step: at its last word going forward, at its first going backward.
      std::vector<Index> last(static_cast<std::size_t>(batch));
      for (std::size_t row = 0; row < last.size(); ++row) {
        const Index steps = lengths.empty() ? time : lengths[row];
        last[row] = static_cast<Index>(row) * time + (direction == 1 ? 0 : steps - 1);
      }
      finals.push_back(index_select(reshape(output, {batch * time, hidden_}), 0, last));
      outputs.push_back(output);
    }
    result.output = directions_ == 1 ? outputs[0] : concatenate(outputs, -1);
    result.final.push_back(directions_ == 1 ? finals[0] : concatenate(finals, -1));
  }
  return result;
}

}  // namespace heed
