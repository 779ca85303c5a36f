#include "nn/recurrent/gru.h"

#include "autograd/operations/embedding.h"
#include "autograd/operations/recurrence.h"
#include "autograd/operations/shape_functions.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"

namespace heed {

GRU::GRU(Index inputs, Index hidden, Rng& rng, Index layers, bool bidirectional, double dropout_probability)
    : inputs_(checked_size("GRU", "the size of the input", inputs, 1)),
      hidden_(checked_size("GRU", "the size of the state", hidden, 1)),
      directions_(bidirectional ? 2 : 1),
      dropout_(*this, "dropout", dropout_probability, rng) {
  checked_size("GRU", "the number of layers", layers, 1);
  for (Index layer = 0; layer < layers; ++layer) {
    for (Index direction = 0; direction < directions_; ++direction) {
      cells_.add(layer == 0 ? inputs : directions_ * hidden, hidden, rng);
    }
  }
}

void GRU::check(const Variable& x, const std::vector<Index>& lengths,
                const std::vector<Variable>& start) const {
  require_defined("GRU", x);
  if (x.rank() != 3 || x.size(1) < 1)
    fail("GRU: x must have shape (batch, time, ", inputs_, ") with at least one step, not ", x.shape());
  const Index batch = x.size(0), time = x.size(1);
  if (!lengths.empty()) check_lengths("GRU", lengths, batch, time, 1);
  const std::size_t layers = cells_.size() / static_cast<std::size_t>(directions_);
  if (!start.empty() && start.size() != layers)
    fail("GRU: ", start.size(), " start states for ", layers, " layers; give one for each, or none");
  for (const Variable& state : start) {
    require_defined("GRU: a start state", state);
    if (!(state.shape() == Shape{batch, output_size()}))
      fail("GRU: a start state has shape ", state.shape(), "; it must be ", Shape{batch, output_size()});
  }
}

namespace {

// The states (batch, hidden) after the last step of each row of output (batch, time, hidden): at the row's last
// word going forward, at its first word going backward.
Variable final_states(const Variable& output, const std::vector<Index>& lengths, bool backward) {
  const Index batch = output.size(0), time = output.size(1);
  std::vector<Index> last(static_cast<std::size_t>(batch));
  for (std::size_t row = 0; row < last.size(); ++row) {
    const Index steps = lengths.empty() ? time : lengths[row];
    last[row] = static_cast<Index>(row) * time + (backward ? 0 : steps - 1);
  }
  return index_select(reshape(output, {batch * time, output.size(2)}), 0, last);
}

}  // namespace

GRU::Result GRU::operator()(const Variable& x, const std::vector<Index>& lengths,
                            const std::vector<Variable>& start) const {
  check(x, lengths, start);
  const std::size_t directions = static_cast<std::size_t>(directions_);
  const Variable zero_state = zeros({x.size(0), hidden_});
  Result result{x, {}};
  for (std::size_t layer = 0; layer < cells_.size() / directions; ++layer) {
    const Variable input = layer == 0 ? x : dropout_(result.output);
    std::vector<Variable> outputs, finals;
    for (std::size_t direction = 0; direction < directions; ++direction) {
      const std::size_t cell = layer * directions + direction;
      const Index from = static_cast<Index>(direction) * hidden_;
      const Variable h = start.empty() ? zero_state : slice(start[layer], 1, from, from + hidden_);
      const GRUCell& gru = cells_[cell];
      const Scope scope("cells." + std::to_string(cell));
      const bool backward = direction == 1;
      const Variable& W = gru.from_state->weight;
      const Variable& b = *gru.from_state->bias;
      outputs.push_back(gru_sequence(gru.from_input(input), h, W, b, lengths, backward));
      finals.push_back(final_states(outputs.back(), lengths, backward));
    }
    result.output = directions_ == 1 ? outputs[0] : concatenate(outputs, -1);
    result.final.push_back(directions_ == 1 ? finals[0] : concatenate(finals, -1));
  }
  return result;
}

}  // namespace heed
