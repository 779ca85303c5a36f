#include "tutorials/07-scores/tasks.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/shape_functions.h"
#include "nn/optim/optimizer.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {
namespace {

// [values]
// The value of key j is 8 at index j and 0 elsewhere.
Tensor values(Index batch) {
  Tensor identity = zeros({keys, keys});
  for (Index i = 0; i < keys; ++i) identity.at(i, i) = 8;
  return expand(unsqueeze(identity, 0), {batch, keys, keys});
}
// [/values]

// Draws numbers from -1 to 1, written as vectors (x, 1). The right key is the number nearest
// to the query.
Batch draw_numbers(Index batch, Rng& rng) {
  Batch drawn{ones({batch, 1, 2}), ones({batch, keys, 2}), TokenMatrix(batch, 1)};
  for (Index i = 0; i < batch; ++i) {
    const double query = rng.uniform(-1, 1);
    drawn.Q.at(i, 0, 0) = static_cast<Scalar>(query);
    double smallest = 2;
    for (Index j = 0; j < keys; ++j) {
      const double key = rng.uniform(-1, 1), distance = std::abs(key - query);
      drawn.K.at(i, j, 0) = static_cast<Scalar>(key);
      if (distance < smallest) drawn.target(i, 0) = static_cast<Token>(j);
      smallest = std::min(smallest, distance);
    }
  }
  return drawn;
}

}  // namespace

// [draw]
Batch draw_batch(Task task, Index batch, const std::vector<Index>& order, Rng& rng) {
  if (task == Task::nearest) return draw_numbers(batch, rng);
  Batch drawn{zeros({batch, 1, vector_size}), random_normal({batch, keys, vector_size}, rng),
              TokenMatrix(batch, 1)};
  // All keys get the same norm.
  drawn.K = drawn.K * std::sqrt(double{vector_size}) / sqrt(sum(drawn.K * drawn.K, -1, keep_axis));
  for (Index i = 0; i < batch; ++i) {
    const Index right = rng.integer(keys);
    drawn.target(i, 0) = static_cast<Token>(right);
    for (Index c = 0; c < vector_size; ++c) {
      const Index from = task == Task::shuffled ? order[static_cast<std::size_t>(c)] : c;
      drawn.Q.at(i, 0, c) = drawn.K(i, right, from) + static_cast<Scalar>(0.3 * rng.normal());
    }
  }
  if (task == Task::stretched) drawn.K = drawn.K * exp(random_normal({batch, keys, 1}, rng));
  return drawn;
}
// [/draw]

// [try]
Outcome try_score(Task task, const MakeAttention& make, std::uint64_t seed) {
  Rng rng(seed);
  const std::vector<Index> order = rng.permutation(vector_size);
  const std::unique_ptr<Attention> attention = make(task == Task::nearest ? 2 : vector_size, rng);
  Adam optimizer(attention->parameters(), 0.01);
  const Index steps = attention->parameters().empty() ? 0 : 600;
  for (Index step = 0; step < steps; ++step) {
    const Batch batch = draw_batch(task, 64, order, rng);
    const Attended answer = (*attention)(batch.Q, batch.K, values(64));
    optimizer.zero_grad();
    cross_entropy(answer.output, batch.target).backward();
    optimizer.step();
  }
  const NoGrad no_grad;
  const Index tests = 1000;
  const Batch test = draw_batch(task, tests, order, rng);
  const Tensor weights = (*attention)(test.Q, test.K, values(tests)).weights.value();  // (1000, 1, 10)
  const std::vector<Index> chosen = argmax(weights);
  Outcome outcome{0, 0};
  for (Index i = 0; i < tests; ++i) {
    outcome.accuracy += chosen[static_cast<std::size_t>(i)] == test.target(i, 0) ? 1.0 / tests : 0;
    outcome.weight += static_cast<double>(weights(i, 0, test.target(i, 0))) / tests;
  }
  return outcome;
}
// [/try]

// [pairs]
PairsLearned learn_pairs(const std::string& score, Index d_k, double learning_rate, std::uint64_t seed) {
  Rng rng(seed);
  const Index words = 20, batch = 64;
  // Normal random vectors with variance 1.
  const Embedding query_words(words, d_k, rng, -1, 1), key_words(words, d_k, rng, -1, 1);
  const std::unique_ptr<Attention> attention = make_attention(score, d_k, d_k, 32, rng);
  std::vector<Variable> parameters = attention->parameters();
  parameters.insert(parameters.end(), {query_words.weight, key_words.weight});
  Adam optimizer(parameters, learning_rate);
  PairsLearned result{{}, 0};
  for (int step = 0; step < 300; ++step) {
    TokenMatrix query(batch, 1), shown(batch, keys), target(batch, 1);
    for (Index i = 0; i < batch; ++i) {
      const std::vector<Index> shuffled = rng.permutation(words);
      for (Index j = 0; j < keys; ++j)
        shown(i, j) = static_cast<Token>(shuffled[static_cast<std::size_t>(j)]);
      target(i, 0) = static_cast<Token>(rng.integer(keys));
      query(i, 0) = shown(i, target(i, 0));  // word w of one language is the partner of word w of the other
    }
    const Attended answer = (*attention)(query_words(query), key_words(shown), values(batch));
    const Variable loss = cross_entropy(answer.output, target);
    if (step == 0) result.first_weight = static_cast<double>(mean(max(answer.weights.value(), -1)).item());
    result.loss.push_back(static_cast<double>(loss.item()));
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
  }
  return result;
}
// [/pairs]

}  // namespace heed
