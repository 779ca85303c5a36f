#include "tutorials/05-why-attention/readers.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/texts.h"

#include <algorithm>
#include <cmath>

namespace heed {

Facts random_facts(Index texts, Index n, Rng& rng) {
  Facts facts{TokenMatrix(texts, n), TokenMatrix(texts, n)};
  for (Index text = 0; text < texts; ++text) {
    const std::vector<Index> order = rng.permutation(animals);
    for (Index i = 0; i < n; ++i) {
      facts.animal(text, i) = static_cast<Token>(order[static_cast<std::size_t>(i)]);
      facts.colour(text, i) = static_cast<Token>(rng.integer(colours));
    }
  }
  return facts;
}

TokenMatrix first_column(const TokenMatrix& tokens) {
  TokenMatrix first(tokens.rows, 1);
  for (Index row = 0; row < tokens.rows; ++row) first(row, 0) = tokens(row, 0);
  return first;
}

// [open]
// Adds 4 to the bias of the update gate z, the middle third: z = sigmoid(4) is 0.98, so the new state
// is 98 % the old one.
static void open_the_gate(const GRU& gru, Index size) {
  for (auto& [name, parameter] : gru.state_dict()) {
    if (name == "cells.0.from_input.bias")
      for (Index i = size; i < 2 * size; ++i) parameter.at(i) += 4;
  }
}
// [/open]

Reader::Reader(Memory memory, Rng& rng, Index size)
    : animal(*this, "animal", animals, word, rng),
      colour(*this, "colour", colours, word, rng),
      from_memory(*this, "from_memory", memory == Memory::facts ? 2 * word : size, size, rng),
      from_question(*this, "from_question", word, size, rng),
      output(*this, "output", size, colours, rng),
      memory_(memory),
      size_(size) {
  if (memory == Memory::plain) {
    rnn = std::make_unique<RNNCell>(2 * word, size, rng);
    adopt("rnn", *rnn);
  } else if (memory != Memory::facts) {
    gru = std::make_unique<GRU>(2 * word, size, rng);
    adopt("gru", *gru);
  }
  if (looks_again()) {
    query = std::make_unique<Linear>(word, size, rng);
    key = std::make_unique<Linear>(memory == Memory::facts ? 2 * word : size, size, rng);
    adopt("query", *query);
    adopt("key", *key);
  }
  if (memory == Memory::open) open_the_gate(*gru, size);
}

Variable Reader::read_facts(const Facts& facts) const {
  return concatenate({animal(facts.animal), colour(facts.colour)}, -1);
}

// [remember]
Variable Reader::remember(const Variable& facts) const {
  if (memory_ == Memory::facts) return facts;  // nothing is summed up
  if (memory_ == Memory::plain) {
    Variable state = zeros({facts.size(0), size_});
    for (Index t = 0; t < facts.size(1); ++t) state = (*rnn)(select(facts, 1, t), state);
    return unsqueeze(state, 1);
  }
  const GRU::Result read = (*gru)(facts);
  return memory_ == Memory::states ? read.output : unsqueeze(read.final[0], 1);
}
// [/remember]

// [answer]
Reader::Answer Reader::answer(const Variable& remembered, const Variable& questions) const {
  Variable content = remembered;  // one state, (batch, 1, 32), for all questions
  Tensor weights;
  if (looks_again()) {
    const Attended read = ScaledDotAttention()((*query)(questions), (*key)(remembered), remembered);
    content = read.output;  // (batch, m, 32): for each question, what it read
    weights = read.weights.value();
  }
  return {output(tanh(from_memory(content) * from_question(questions))), weights};
}
// [/answer]

Reader::Answer Reader::operator()(const Facts& facts, const TokenMatrix& asked) const {
  return answer(remember(read_facts(facts)), read_questions(asked));
}

// [train]
void train(const Reader& reader, const Training& training, double rate, std::uint64_t seed) {
  Rng rng(seed);
  const std::vector<Variable> parameters = reader.parameters();
  Adam adam(parameters, rate);
  const auto schedule = make_schedule("cosine", rate, training.steps / 20, training.steps);
  for (Index step = 1; step <= training.steps; ++step) {
    const Index n = training.only_first ? training.max_facts : 1 + rng.integer(training.max_facts);
    const Facts facts = random_facts(training.batch, n, rng);
    const TokenMatrix asked = training.only_first ? first_column(facts.animal) : facts.animal;
    const TokenMatrix right = training.only_first ? first_column(facts.colour) : facts.colour;
    adam.zero_grad();
    adam.set_learning_rate(schedule->rate(step));
    cross_entropy(reader(facts, asked).scores, right).backward();
    clip_gradient_norm(parameters, 1);
    adam.step();
  }
}
// [/train]

Recall recall(const Reader& reader, Index n, bool only_first, Index texts) {
  const NoGrad guard;
  Rng rng(1000 + static_cast<std::uint64_t>(n));  // no training has this seed
  const Facts facts = random_facts(texts, n, rng);
  const Index asked = only_first ? 1 : n;
  const Reader::Answer answer = reader(facts, only_first ? first_column(facts.animal) : facts.animal);
  const TokenMatrix said = most_likely(answer.scores.value());
  Recall result;
  result.by_distance.assign(static_cast<std::size_t>(asked), 0);
  const double each = 1.0 / static_cast<double>(texts), every = each / static_cast<double>(asked);
  for (Index text = 0; text < texts; ++text) {
    for (Index i = 0; i < asked; ++i) {
      const bool right = said(text, i) == facts.colour(text, i);
      result.by_distance[static_cast<std::size_t>(asked - 1 - i)] += right ? each : 0;
      result.all += right ? every : 0;
      if (!answer.weights.defined() || answer.weights.size(2) != n) continue;
      result.weight += every * static_cast<double>(answer.weights(text, i, i));
      for (Index j = 0; j < n; ++j) {
        const double w = static_cast<double>(answer.weights(text, i, j));
        result.entropy -= w > 0 ? every * w * std::log(w) : 0;
      }
    }
  }
  return result;
}

// [colours]
double recall_of_colours_alone(Index n) {
  Rng rng(5);
  double right = 0;
  const Index texts = 20000;
  for (Index text = 0; text < texts; ++text) {
    std::vector<Index> count(colours, 0);
    for (Index i = 0; i < n; ++i) ++count[static_cast<std::size_t>(rng.integer(colours))];
    right += static_cast<double>(*std::max_element(count.begin(), count.end())) / static_cast<double>(n);
  }
  return right / static_cast<double>(texts);
}
// [/colours]

// [gradient]
std::vector<double> gradient_by_distance(const Reader& reader, Index n, Index repeats) {
  Rng rng(7);
  std::vector<double> norms(static_cast<std::size_t>(n), 0);
  for (Index repeat = 0; repeat < repeats; ++repeat) {
    const Facts facts = random_facts(n, n, rng);  // text i will be asked for its fact i
    TokenMatrix asked(n, 1), right(n, 1);
    for (Index i = 0; i < n; ++i) {
      asked(i, 0) = facts.animal(i, i);
      right(i, 0) = facts.colour(i, i);
    }
    const Variable read = leaf(reader.read_facts(facts).value());  // (n, n, 32)
    const Reader::Answer answer = reader.answer(reader.remember(read), reader.read_questions(asked));
    cross_entropy(answer.scores, right, {.reduction = Reduction::sum}).backward();
    for (Index i = 0; i < n; ++i) {
      const Tensor gradient = select(select(read.grad(), 0, i), 0, i);  // of text i, for its fact i
      const double norm = std::sqrt(static_cast<double>(sum(gradient * gradient).item()));
      norms[static_cast<std::size_t>(n - 1 - i)] += norm / static_cast<double>(repeats);
    }
  }
  return norms;
}
// [/gradient]

}  // namespace heed
