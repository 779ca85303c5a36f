#include "nn/optim/optimizer.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/fold.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace heed {
namespace {

using State = std::vector<std::pair<std::string, Tensor>>;

std::vector<Tensor> zeros_like(const std::vector<Variable>& parameters) {
  std::vector<Tensor> tensors;
  for (const Variable& parameter : parameters) tensors.push_back(zeros(parameter.shape()));
  return tensors;
}

void append(State& state, const std::string& name, const std::vector<Tensor>& tensors) {
  for (std::size_t i = 0; i < tensors.size(); ++i)
    state.emplace_back(name + "." + std::to_string(i), tensors[i]);
}

const Tensor& find(const State& state, const std::string& name, const Shape& shape) {
  const auto found =
      std::find_if(state.begin(), state.end(), [&](const auto& entry) { return entry.first == name; });
  if (found == state.end()) fail("optimiser state: '", name, "' is missing");
  if (!(found->second.shape() == shape)) {
    fail("optimiser state: '", name, "' has shape ", found->second.shape(), " instead of ", shape);
  }
  return found->second;
}

// Finds all tensors before the first is written, so a state that does not fit changes nothing.
std::vector<Tensor> find_all(const State& state, const std::string& name, const std::vector<Tensor>& like) {
  std::vector<Tensor> found;
  for (std::size_t i = 0; i < like.size(); ++i) {
    found.push_back(find(state, name + "." + std::to_string(i), like[i].shape()));
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

Optimizer::Optimizer(std::vector<Variable> parameters, double learning_rate)
    : parameters_(std::move(parameters)), learning_rate_(learning_rate) {
  if (!(learning_rate > 0)) fail("optimiser: the learning rate must be above 0, not ", learning_rate);
}

void Optimizer::zero_grad() {
  for (Variable& parameter : parameters_) parameter.zero_grad();
}

SGD::SGD(std::vector<Variable> parameters, double learning_rate, double momentum)
    : Optimizer(std::move(parameters), learning_rate),
      momentum_(momentum),
      velocity_(zeros_like(parameters_)) {}

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

void SGD::load_state(const State& state) { copy_all(velocity_, find_all(state, "velocity", velocity_)); }

Adam::Adam(std::vector<Variable> parameters, double learning_rate, const AdamOptions& options)
    : Optimizer(std::move(parameters), learning_rate),
      options_(options),
      first_(zeros_like(parameters_)),
      second_(zeros_like(parameters_)) {}

void Adam::step() {
  ++steps_;
  const double t = static_cast<double>(steps_);
  const auto b1 = static_cast<Scalar>(options_.beta1), b2 = static_cast<Scalar>(options_.beta2);
  const auto epsilon = static_cast<Scalar>(options_.epsilon);
  const auto rate = static_cast<Scalar>(learning_rate_ / (1 - std::pow(options_.beta1, t)));
  const auto correction = static_cast<Scalar>(1 / std::sqrt(1 - std::pow(options_.beta2, t)));
  const auto keep = static_cast<Scalar>(1 - learning_rate_ * options_.weight_decay);
  for_each_gradient(parameters_, [&](std::size_t i, Scalar* p, const Scalar* g, Index count) {
    Scalar *const m = first_[i].mutable_data(), *const v = second_[i].mutable_data();
    parallel_for(count, grain_for(4), [=](Index first, Index last) {
      for (Index j = first; j < last; ++j) {
        m[j] = b1 * m[j] + (1 - b1) * g[j];
        v[j] = b2 * v[j] + (1 - b2) * g[j] * g[j];
        p[j] = keep * p[j] - rate * m[j] / (std::sqrt(v[j]) * correction + epsilon);
      }
    });
  });
}

State Adam::state() const {
  State state{{"steps", scalar(static_cast<double>(steps_))}};
  append(state, "first", first_);
  append(state, "second", second_);
  return state;
}

void Adam::load_state(const State& state) {
  const std::vector<Tensor> first = find_all(state, "first", first_),
                            second = find_all(state, "second", second_);
  steps_ = static_cast<Index>(find(state, "steps", {}).item());
  copy_all(first_, first);
  copy_all(second_, second);
}

double clip_gradient_norm(const std::vector<Variable>& parameters, double max_norm,
                          std::vector<double>* norms) {
  double square = 0;
  if (norms) norms->assign(parameters.size(), 0);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const Variable& parameter = parameters[p];
    if (!parameter.grad().defined()) continue;
    const Tensor grad = parameter.grad().contiguous();
    const Scalar* const g = grad.data();
    const Index count = grad.numel();
    const auto add_square = [](Scalar total, Scalar x) { return total + x * x; };
    // Blocks of fixed size, so that the sum over a large tensor loses no precision and has the same order for
    // any number of threads.
    constexpr Index block = 8192;
    std::vector<Scalar> sums(static_cast<std::size_t>((count + block - 1) / block));
    parallel_for(static_cast<Index>(sums.size()), grain_for(block), [&](Index first, Index last) {
      for (Index i = first; i < last; ++i) {
        sums[static_cast<std::size_t>(i)] = kernel::fold_row(
            g + i * block, std::min(block, count - i * block), 0, add_square, kernel::add_numbers);
      }
    });
    for (Scalar sum : sums) square += static_cast<double>(sum);
    if (norms) (*norms)[p] = std::sqrt(std::accumulate(sums.begin(), sums.end(), 0.0));
  }
  const double norm = std::sqrt(square);
  if (norm > max_norm) {
    for (Variable parameter : parameters) {  // a copy, which shares the gradient
      if (parameter.grad().defined()) parameter.scale_grad(max_norm / norm);
    }
  }
  return norm;
}

}  // namespace heed
