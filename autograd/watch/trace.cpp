#include "autograd/watch/trace.h"

#include "tensor/ground/error.h"
#include "tensor/ground/text_table.h"
#include "tensor/reduce.h"

#include <algorithm>
#include <cmath>

namespace heed {
namespace {

// Microseconds with one decimal; empty if the time was not measured.
std::string microseconds(const std::optional<Nanoseconds>& time) {
  return time ? to_text(std::round(static_cast<double>(*time) / 100) / 10) : "";
}

}  // namespace

std::size_t Trace::entry_of(const Node& node) {
  const auto [place, is_new] = by_node_.try_emplace(node.number, entries_.size() + 1);
  if (is_new) entries_.push_back({node.operation, node.scope, {}, node.shape, {}, {}, {}});
  return place->second;
}

// The trace's own work, looking up an entry or computing a norm, belongs to no operation. Therefore each of
// these functions ends with another lap of the stopwatch.
void Trace::recorded(const char* operation, const Tensor& result, const Shared<Node>& node) {
  const Nanoseconds time = watch_.lap();
  if (node) {
    std::vector<std::size_t> inputs;
    for (const Shared<Node>& input : node->inputs()) inputs.push_back(input ? entry_of(*input) : 0);
    Entry& entry = entries_[entry_of(*node) - 1];
    entry.inputs = std::move(inputs);
    entry.time = time;
  } else {  // no input requires a gradient, so the inputs are unknown
    entries_.push_back({operation, Scope::current(), {}, result.shape(), {}, time, {}});
  }
  watch_.lap();
}

void Trace::before_backward(const Node& node, const Tensor& grad) {
  entries_[entry_of(node) - 1].gradient = norm(grad);
  watch_.lap();
}

// A leaf has no backward rules: its gradient is read each time an operation has added to it.
void Trace::after_backward(const Node& node, const Tensor&) {
  entries_[entry_of(node) - 1].backward_time = watch_.lap();
  for (const Shared<Node>& input : node.inputs()) {
    if (input && input->is_leaf() && input->gradient.defined())
      entries_[entry_of(*input) - 1].gradient = norm(input->gradient);
  }
  watch_.lap();
}

std::string Trace::to_string() const {
  std::vector<std::vector<std::string>> rows{
      {"#", "module", "operation", "inputs", "shape", "bytes", "time us", "back us", "|gradient|"}};
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    std::string inputs;
    for (std::size_t input : entry.inputs)
      inputs += text(inputs.empty() ? "" : " ", input ? to_text(input) : "-");
    rows.push_back({to_text(i + 1), Scope::path(entry.scope), entry.operation, inputs,
                    entry.shape.to_string(), to_text(entry.bytes()), microseconds(entry.time),
                    microseconds(entry.backward_time), entry.gradient ? to_text(*entry.gradient) : ""});
  }
  return aligned(rows, "rllllr");
}

}  // namespace heed
