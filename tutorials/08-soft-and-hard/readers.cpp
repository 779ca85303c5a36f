#include "tutorials/08-soft-and-hard/readers.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/softmax.h"
#include "autograd/record.h"
#include "nn/attention/scores.h"
#include "nn/optim/optimizer.h"
#include "tensor/kernels/choice_kernel.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {

// [soft]
Variable read_soft(const Variable& scores, const Variable& values) { return matmul(softmax(scores), values); }
// [/soft]

// [draw]
Tensor draw(const Variable& scores, Rng& rng) {
  return kernel::choose_by_weight(softmax(scores.value()), rng);  // 1 at the chosen key, else 0
}
// [/draw]

// [straight through]
Variable read_straight_through(const Variable& scores, const Variable& values, Rng& rng) {
  const Variable soft = softmax(scores);
  const Tensor chosen = kernel::choose_by_weight(soft.value(), rng);
  const Variable choice = record("choose", chosen, Edge{soft, [](const Tensor& grad) { return grad; }});
  return matmul(choice, values);
}
// [/straight through]

// [reinforce]
Variable reinforce(const Variable& scores, const Tensor& chosen, const Tensor& losses, double baseline) {
  const Variable log_weight = sum(log_softmax(scores) * chosen, -1);  // (batch, 1): ln w of the chosen key
  return mean((losses - baseline) * log_weight);                      // the losses are constants here
}
// [/reinforce]

// [gumbel]
Tensor gumbel_noise(const Shape& shape, Rng& rng) { return -log(-log(random_uniform(shape, rng, 1e-7, 1))); }

Variable read_gumbel(const Variable& scores, const Variable& values, double temperature, Rng& rng) {
  const Tensor noise = gumbel_noise(scores.shape(), rng);
  return matmul(softmax((scores + noise) / temperature), values);
}
// [/gumbel]

namespace {

constexpr Index size = 8;

// [task]
// Keys are random vectors of one norm. The query is one of them, with its entries in reverse order
// and with noise. The answer is that key's index.
struct Questions {
  Tensor Q, K;         // (batch, 1, 8) and (batch, keys, 8)
  TokenMatrix answer;  // (batch, 1): the right key
};

Questions ask(Index batch, Index keys, Rng& rng) {
  Questions questions{zeros({batch, 1, size}), random_normal({batch, keys, size}, rng),
                      TokenMatrix(batch, 1)};
  questions.K = questions.K * std::sqrt(double{size}) / sqrt(sum(questions.K * questions.K, -1, keep_axis));
  for (Index i = 0; i < batch; ++i) {
    const Index right = rng.integer(keys);
    questions.answer(i, 0) = static_cast<Token>(right);
    for (Index c = 0; c < size; ++c) {
      questions.Q.at(i, 0, c) = questions.K(i, right, size - 1 - c) + static_cast<Scalar>(0.3 * rng.normal());
    }
  }
  return questions;
}
// [/task]

// The value of key j: 8 at entry j and 0 elsewhere.
Tensor values(Index batch, Index keys) {
  Tensor diagonal = zeros({keys, keys});
  for (Index j = 0; j < keys; ++j) diagonal.at(j, j) = 8;
  return expand(unsqueeze(diagonal, 0), {batch, keys, keys});
}

Variable scores_of(const Attention& attention, const Questions& questions) {
  return attention.scores(attention.prepare_queries(questions.Q), attention.prepare_keys(questions.K));
}

// The mean weight of the right key.
double right_weight(const Tensor& weights, const TokenMatrix& answer) {
  double total = 0;
  for (Index i = 0; i < answer.rows; ++i) total += static_cast<double>(weights(i, 0, answer(i, 0)));
  return total / static_cast<double>(answer.rows);
}

// The share of questions that `chosen` (batch, 1, keys) answers wrongly.
double wrong(const Tensor& chosen, const TokenMatrix& answer) { return 1 - right_weight(chosen, answer); }

// One step's loss, in the way that has this name. `baseline` is the mean loss so far.
Variable loss_of(const std::string& way, const Variable& scores, const Questions& questions, double& baseline,
                 Rng& rng) {
  const Index batch = scores.size(0), keys = scores.size(2);
  const Variable V = values(batch, keys);
  // [ways]
  if (way == "soft") return cross_entropy(read_soft(scores, V), questions.answer);
  if (way == "straight-through")
    return cross_entropy(read_straight_through(scores, V, rng), questions.answer);
  if (way == "Gumbel") return cross_entropy(read_gumbel(scores, V, 1, rng), questions.answer);
  const Tensor chosen = draw(scores, rng);  // REINFORCE: reads one value, and learns from the loss alone
  Tensor losses = cross_entropy(matmul(chosen, V), questions.answer, {.reduction = Reduction::none}).value();
  if (way.ends_with("+ 50")) losses += 50;  // a constant, which changes nothing about what is best
  const Variable loss = reinforce(scores, chosen, losses, way.starts_with("with baseline") ? baseline : 0);
  baseline = 0.9 * baseline + 0.1 * static_cast<double>(mean(losses).item());
  return loss;
  // [/ways]
}

}  // namespace

const std::vector<std::string>& ways() {
  static const std::vector<std::string> names = {"soft",
                                                 "straight-through",
                                                 "Gumbel",
                                                 "REINFORCE",
                                                 "with baseline",
                                                 "REINFORCE, loss + 50",
                                                 "with baseline, loss + 50"};
  return names;
}

// [train]
Outcome train(const std::string& way, double learning_rate, std::uint64_t seed) {
  Rng rng(seed);
  const GeneralAttention attention(size, size, rng);  // q . W k: W must learn the order of the entries
  Adam optimizer(attention.parameters(), learning_rate);
  Rng test_rng(99);
  const Questions test = ask(1000, 10, test_rng);
  double baseline = 0;
  Outcome outcome{};
  for (Index step = 0; step < 500; ++step) {
    if (step % 10 == 0) {
      const NoGrad guard;
      outcome.curve.push_back(right_weight(softmax(scores_of(attention, test).value()), test.answer));
    }
    const Questions questions = ask(32, 10, rng);
    optimizer.zero_grad();
    loss_of(way, scores_of(attention, questions), questions, baseline, rng).backward();
    optimizer.step();
  }
  const NoGrad guard;
  const Tensor final_weights = softmax(scores_of(attention, test).value());
  outcome.weight = right_weight(final_weights, test.answer);
  outcome.right = 1 - wrong(kernel::choose_largest(final_weights), test.answer);
  for (const Index keys : {10, 100, 1000}) {
    const Questions longer = ask(200, keys, test_rng);
    const Tensor weights = softmax(scores_of(attention, longer).value());
    outcome.wrong_mixture.push_back(1 - right_weight(weights, longer.answer));
    outcome.wrong_choice.push_back(wrong(kernel::choose_largest(weights), longer.answer));
  }
  return outcome;
}
// [/train]

}  // namespace heed
