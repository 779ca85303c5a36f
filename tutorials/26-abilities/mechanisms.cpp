#include "tutorials/26-abilities/mechanisms.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "nn/attention/scores.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "nn/recurrent/gru.h"
#include "nn/transformer/self_attention.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/reduce.h"

#include <cmath>

namespace heed {
namespace {

class None : public Mechanism {
 public:
  Variable operator()(const Variable& x) const override { return zeros(x.shape()); }
};

class Plain : public Mechanism {
 public:
  explicit Plain(Rng& rng) : cell_(*this, "cell", d, d, rng) {}
  Variable operator()(const Variable& x) const override {
    Variable state = zeros({x.size(0), d});
    std::vector<Variable> states;
    for (Index t = 0; t < x.size(1); ++t) {
      state = cell_(select(x, 1, t), state);
      states.push_back(unsqueeze(state, 1));
    }
    return concatenate(states, 1);
  }

 private:
  Child<RNNCell> cell_;
};

class Gated : public Mechanism {
 public:
  explicit Gated(Rng& rng) : gru_(*this, "gru", d, d, rng) {}
  Variable operator()(const Variable& x) const override { return gru_(x).output; }

 private:
  Child<GRU> gru_;
};

// v tanh(W_q q + W_k k) instead of a product.
class Additive : public Mechanism {
 public:
  explicit Additive(Rng& rng)
      : attention_(*this, "attention", d, d, d, rng),
        value_(*this, "value", d, d, rng),
        output_(*this, "output", d, d, rng) {}
  Variable operator()(const Variable& x) const override {
    return output_(attention_(x, x, value_(x), unsqueeze(causal_mask(x.size(1)), 0)).output);
  }

 private:
  Child<AdditiveAttention> attention_;
  Child<Linear> value_, output_;
};

// [read]
// The others are the self-attention of the library's Transformer, with options.
class Read : public Mechanism {
 public:
  Read(Index heads, const SelfAttentionOptions& options, Rng& rng)
      : attention_(*this, "attention", d, heads, 0.0, rng, true, options) {}
  Variable operator()(const Variable& x) const override {
    HeadMemory memory;
    return attention_(x, memory, Tensor());
  }

 private:
  Child<SelfAttention> attention_;
};

std::unique_ptr<Mechanism> make_read(const std::string& name, Rng& rng) {
  SelfAttentionOptions options{.reach = 8, .longest = longest, .causal = true};
  if (name == "local") options.kind = AttentionKind::local;
  if (name == "linear") options.kind = AttentionKind::linear;
  if (name == "low-rank") {
    options.kind = AttentionKind::low_rank;
    options.causal = false;  // each mixture is of all keys; only in brackets may a later token help
  }
  if (name == "rotary") options.positions = PositionKind::rotary;
  if (name == "ALiBi") options.positions = PositionKind::alibi;
  return std::make_unique<Read>(name == "dot" ? 1 : 2, options, rng);
}
// [/read]

}  // namespace

const std::vector<std::string>& mechanisms() {
  static const std::vector<std::string> all{"none",  "RNN",      "GRU",    "additive", "dot",  "multi-head",
                                            "local", "low-rank", "linear", "rotary",   "ALiBi"};
  return all;
}

std::unique_ptr<Mechanism> make_mechanism(const std::string& name, Rng& rng) {
  if (name == "none") return std::make_unique<None>();
  if (name == "RNN") return std::make_unique<Plain>(rng);
  if (name == "GRU") return std::make_unique<Gated>(rng);
  if (name == "additive") return std::make_unique<Additive>(rng);
  for (const std::string& known : mechanisms())
    if (name == known) return make_read(name, rng);
  fail("lesson 26: there is no mechanism '", name, "'");
}

// [solver]
Layer::Layer(const std::string& mechanism, Rng& rng)
    : mechanism_(*this, "mechanism", make_mechanism(mechanism, rng)),
      feed_forward_(*this, "feed_forward", d, 4 * d, 0.0, Nonlinearity::relu, rng),
      norm1_(*this, "norm1", d),
      norm2_(*this, "norm2", d) {}

Variable Layer::operator()(const Variable& x) const {
  const Variable y = x + mechanism_(norm1_(x));
  return y + feed_forward_(norm2_(y));
}

Solver::Solver(const std::string& mechanism, Rng& rng)
    : embedding_(*this, "embedding", words, d, rng),
      norm_(*this, "norm", d),
      output_(*this, "output", d, words, rng) {
  const bool added =
      mechanism != "RNN" && mechanism != "GRU" && mechanism != "rotary" && mechanism != "ALiBi";
  if (added)
    positions_ =
        std::make_unique<Child<Positions>>(*this, "positions", PositionKind::sinusoidal, longest, d, rng);
  for (int layer = 0; layer < 2; ++layer) layers_.add(mechanism, rng);
}

Variable Solver::operator()(const TokenMatrix& tokens) const {
  Variable x = embedding_(tokens);
  if (positions_) x = (*positions_)(x);
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) x = layers_.call(layer, x);
  return output_(norm_(x));
}
// [/solver]

// [train]
void train(const Solver& solver, const Task& task, double rate, Rng& rng) {
  Adam adam(solver.parameters(), rate);
  const auto schedule = make_schedule("cosine", rate, task.steps / 10, task.steps);
  for (Index step = 1; step <= task.steps; ++step) {
    const Index size = task.smallest + rng.integer(task.trained - task.smallest + 1);
    const Examples examples = draw(task, 32, size, rng);
    adam.set_learning_rate(schedule->rate(step));
    adam.zero_grad();
    cross_entropy(solver(examples.input), examples.answer, {.ignore = nothing}).backward();
    clip_gradient_norm(solver.parameters(), 1);
    adam.step();
  }
}
// [/train]

double right_answers(const Solver& solver, const Task& task, Index size, Rng& rng) {
  const NoGrad guard;
  Index right = 0, asked = 0;
  const Examples examples = draw(task, 200, size, rng);
  const std::vector<Index> best = argmax(solver(examples.input).value());
  for (std::size_t i = 0; i < best.size(); ++i) {
    const bool second_half = 2 * (static_cast<Index>(i) % examples.input.columns) >= examples.input.columns;
    if (examples.answer.ids[i] == nothing || !second_half) continue;
    ++asked;
    right += best[i] == examples.answer.ids[i] ? 1 : 0;
  }
  return static_cast<double>(right) / static_cast<double>(asked);
}

}  // namespace heed
