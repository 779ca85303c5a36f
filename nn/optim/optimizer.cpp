#include "nn/optim/optimizer.h"

#include "autograd/node.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/fold.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace heed {
namespace {

using State = std::vector<std::pair<std::string, Tensor>>;

// The steps are computed in Scalar, where a larger number is infinite.
constexpr double infinite = std::numeric_limits<Scalar>::max();

// Throws unless low <= value < high, which NaN never is.
void check_option(const char* name, double value, double low, double high) {
  if (!(value >= low && value < high)) {
    fail("optimiser: ", name, " must be ", low, " or more and below ", high, ", not ", value);
  }
}

void require_all_defined(const char* operation, const std::vector<Variable>& parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i].defined()) fail(operation, ": parameter ", i, " is undefined");
  }
}

// The parameters without repetitions, in the order of their first occurrence.
std::vector<Variable> distinct(const std::vector<Variable>& parameters) {
  std::set<const Node*> seen;
  std::vector<Variable> result;
  for (const Variable& parameter : parameters) {
    if (seen.insert(parameter.node().get()).second) result.push_back(parameter);
  }
  return result;
}

std::vector<Variable> trainable(const std::vector<Variable>& parameters) {
  require_all_defined("optimiser", parameters);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Variable& parameter = parameters[i];
    const Node* const node = parameter.node().get();
    if (!node || !node->is_leaf()) {
      fail("optimiser: parameter ", i, " of shape ", parameter.shape(), " is ",
           node ? "the result of an operation" : "a constant",
           "; only leaves, as made by leaf() and Parameter, can be trained");
    }
  }
  return distinct(parameters);
}

std::vector<Tensor> zeros_like(const std::vector<Variable>& parameters) {
  std::vector<Tensor> tensors;
  for (const Variable& parameter : parameters) tensors.push_back(zeros(parameter.shape()));
  return tensors;
}

void append(State& state, const std::string& name, const std::vector<Tensor>& tensors) {
  for (std::size_t i = 0; i < tensors.size(); ++i)
    state.emplace_back(name + "." + std::to_string(i), tensors[i]);
}

// Throws if a name occurs twice in `state`, or not at all in `own`.
void require_known_names(const State& state, const State& own) {
  std::set<std::string> seen, known;
  for (const auto& [name, tensor] : own) known.insert(name);
  for (const auto& [name, tensor] : state) {
    if (!seen.insert(name).second) fail("optimiser state: '", name, "' is in it twice");
    if (!known.contains(name)) fail("optimiser state: '", name, "' does not belong to this optimiser");
  }
}

const Tensor& find(const State& state, const std::string& name, const Shape& shape) {
  const auto found =
      std::find_if(state.begin(), state.end(), [&](const auto& entry) { return entry.first == name; });
  if (found == state.end() || !found->second.defined()) fail("optimiser state: '", name, "' is missing");
  if (!(found->second.shape() == shape)) {
    fail("optimiser state: '", name, "' has shape ", found->second.shape(), " instead of ", shape);
  }
  return found->second;
}

// Finds all tensors before the first is written, so a state that does not fit changes nothing. Each value must
// be a finite number of at least `lowest`.
std::vector<Tensor> find_all(const State& state, const std::string& name, const std::vector<Tensor>& like,
                             double lowest = std::numeric_limits<double>::lowest()) {
  std::vector<Tensor> found;
  for (std::size_t i = 0; i < like.size(); ++i) {
    const std::string numbered = name + "." + std::to_string(i);
    found.push_back(find(state, numbered, like[i].shape()));
    for (const double value : found.back().to_doubles()) {
      if (!std::isfinite(value) || value < lowest)
        fail("optimiser state: '", numbered, "' contains ", value, ", which no step can lead to");
    }
  }
  return found;
}

// Calls step(i, p, g, count) for each parameter that has a gradient, with the `count` contiguous values p of
// the parameter and g of its gradient. A parameter that is a strided view is stepped in
// a copy and written back.
template <class F>
void for_each_gradient(std::vector<Variable>& parameters, F step) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Variable& parameter = parameters[i];
    if (!parameter.grad().defined()) continue;
    Tensor values = parameter.value().contiguous();
    const Tensor grad = parameter.grad().contiguous();
    step(i, values.mutable_data(), grad.data(), values.numel());
    if (!values.shares_storage_with(parameter.value())) parameter.value().copy_from(values);
  }
}

void copy_all(std::vector<Tensor>& targets, const std::vector<Tensor>& sources) {
  for (std::size_t i = 0; i < targets.size(); ++i) targets[i].copy_from(sources[i]);
}

}  // namespace

Optimizer::Optimizer(const std::vector<Variable>& parameters, double learning_rate)
    : parameters_(trainable(parameters)), learning_rate_(learning_rate) {
  if (!(learning_rate > 0)) fail("optimiser: the learning rate must be above 0, not ", learning_rate);
  set_learning_rate(learning_rate);
}

void Optimizer::set_learning_rate(double rate) {
  check_option("the learning rate", rate, 0, infinite);
  learning_rate_ = rate;
}

void Optimizer::zero_grad() {
  for (Variable& parameter : parameters_) parameter.zero_grad();
}

SGD::SGD(const std::vector<Variable>& parameters, double learning_rate, double momentum)
    : Optimizer(parameters, learning_rate), momentum_(momentum), velocity_(zeros_like(parameters_)) {
  check_option("momentum", momentum, 0, 1);
}

void SGD::step() {
  const auto rate = static_cast<Scalar>(learning_rate_), momentum = static_cast<Scalar>(momentum_);
  for_each_gradient(parameters_, [&](std::size_t i, Scalar* p, const Scalar* g, Index count) {
    Scalar* const v = velocity_[i].mutable_data();
    parallel_for(count, grain_for(4), [=](Index first, Index last) {
      for (Index j = first; j < last; ++j) {
        v[j] = momentum * v[j] + g[j];
        p[j] -= rate * v[j];
      }
    });
  });
}

State SGD::state() const {
  State state;
  append(state, "velocity", velocity_);
  return state;
}

void SGD::load_state(const State& state) {
  require_known_names(state, this->state());
  copy_all(velocity_, find_all(state, "velocity", velocity_));
}

Adam::Adam(const std::vector<Variable>& parameters, double learning_rate, const AdamOptions& options)
    : Optimizer(parameters, learning_rate),
      options_(options),
      first_(zeros_like(parameters_)),
      second_(zeros_like(parameters_)),
      steps_(parameters_.size(), 0) {
  check_option("beta1", options.beta1, 0, 1);
  check_option("beta2", options.beta2, 0, 1);
  check_option("epsilon", options.epsilon, 0, infinite);
  check_option("weight_decay", options.weight_decay, 0, infinite);
}

void Adam::step() {
  const auto b1 = static_cast<Scalar>(options_.beta1), b2 = static_cast<Scalar>(options_.beta2);
  // 1 - b in double: in float, 1 - 0.999 is too large by 1.3e-5 of it.
  const auto new1 = static_cast<Scalar>(1 - options_.beta1), new2 = static_cast<Scalar>(1 - options_.beta2);
  const auto epsilon = static_cast<Scalar>(options_.epsilon);
  const auto keep = static_cast<Scalar>(1 - learning_rate_ * options_.weight_decay);
  for_each_gradient(parameters_, [&](std::size_t i, Scalar* p, const Scalar* g, Index count) {
    const double t = static_cast<double>(++steps_[i]);
    const auto rate = static_cast<Scalar>(learning_rate_ / (1 - std::pow(options_.beta1, t)));
    const auto correction = static_cast<Scalar>(1 / std::sqrt(1 - std::pow(options_.beta2, t)));
    Scalar *const m = first_[i].mutable_data(), *const v = second_[i].mutable_data();
    parallel_for(count, grain_for(4), [=](Index first, Index last) {
      for (Index j = first; j < last; ++j) {
        m[j] = b1 * m[j] + new1 * g[j];
        v[j] = b2 * v[j] + new2 * g[j] * g[j];
        p[j] = keep * p[j] - rate * m[j] / (std::sqrt(v[j]) * correction + epsilon);
      }
    });
  });
}

namespace {

// The step counts of `parameters` parameters. Older files have one count for all of them.
std::vector<Index> counts(const State& state, std::size_t parameters) {
  const auto entry =
      std::find_if(state.begin(), state.end(), [](const auto& e) { return e.first == "steps"; });
  const bool one_for_all = entry != state.end() && entry->second.defined() && entry->second.rank() == 0;
  const Tensor& saved = find(state, "steps", one_for_all ? Shape{} : Shape{static_cast<Index>(parameters)});
  std::vector<Index> steps;
  for (const double count : saved.to_doubles()) {
    // A float rounds numbers above 2^24, by which time the corrections are 1, and the exact number has no effect.
    if (!(count >= 0 && count <= 0x1p53 && count == std::floor(count)))
      fail("optimiser state: 'steps' contains ", count, ", which is not a number of steps");
    steps.push_back(static_cast<Index>(count));
  }
  if (one_for_all) steps.assign(parameters, steps[0]);
  return steps;
}

}  // namespace

State Adam::state() const {
  State state{{"steps", from_values({static_cast<Index>(steps_.size())},
                                    std::vector<Scalar>(steps_.begin(), steps_.end()))}};
  append(state, "first", first_);
  append(state, "second", second_);
  return state;
}

void Adam::load_state(const State& state) {
  require_known_names(state, this->state());
  const std::vector<Tensor> first = find_all(state, "first", first_),
                            second = find_all(state, "second", second_, 0);  // a mean of squares
  steps_ = counts(state, steps_.size());
  copy_all(first_, first);
  copy_all(second_, second);
}

namespace {

// The sum of the squares of the parameter's gradient, 0 if it has none. Blocks of fixed size, so that the sum has
// the same order for any number of threads.
double square_of_gradient(const Variable& parameter) {
  if (!parameter.grad().defined()) return 0;
  const Tensor grad = parameter.grad().contiguous();
  const Scalar* const g = grad.data();
  const Index count = grad.numel();
  constexpr Index block = 8192;
  std::vector<double> sums(static_cast<std::size_t>((count + block - 1) / block));
  parallel_for(static_cast<Index>(sums.size()), grain_for(block), [&](Index first, Index last) {
    for (Index i = first; i < last; ++i) {
      sums[static_cast<std::size_t>(i)] =
          kernel::sum_of_squares(g + i * block, std::min(block, count - i * block));
    }
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

}  // namespace

double clip_gradient_norm(const std::vector<Variable>& parameters, double max_norm,
                          std::vector<double>* norms) {
  require_all_defined("clip_gradient_norm", parameters);
  if (!(max_norm > 0)) fail("clip_gradient_norm: the largest norm must be above 0, not ", max_norm);
  double square = 0;
  std::map<const Node*, double> squares;
  if (norms) norms->clear();
  for (const Variable& parameter : parameters) {
    const auto [entry, is_new] = squares.try_emplace(parameter.node().get(), 0);
    if (is_new) square += entry->second = square_of_gradient(parameter);
    if (norms) norms->push_back(std::sqrt(entry->second));
  }
  const double norm = std::sqrt(square);
  if (norm > max_norm) {
    for (Variable& parameter : distinct(parameters)) {
      if (parameter.grad().defined()) parameter.scale_grad(max_norm / norm);
    }
  }
  return norm;
}

}  // namespace heed
