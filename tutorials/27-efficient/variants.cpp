#include "tutorials/27-efficient/variants.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/attention.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/products.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "nn/attention/linear_attention.h"
#include "nn/attention/sparse.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "tensor/ground/error.h"
#include "tensor/ground/memory.h"
#include "tensor/ground/work.h"
#include "tensor/random.h"
#include "tensor/reduce.h"

#include <cmath>
#include <thread>

namespace heed {

const std::vector<std::string>& variants() {
  static const std::vector<std::string> all{"whole", "tiles", "local", "strided", "low-rank", "linear"};
  return all;
}

SelfRead::SelfRead(const std::string& variant, Index longest, Rng& rng) : variant_(variant) {
  if (variant == "low-rank")
    low_rank_ = std::make_unique<Child<LowRankAttention>>(*this, "low_rank", longest, mixtures, rng);
}

// [variants]
Variable SelfRead::operator()(const Variable& Q, const Variable& K, const Variable& V) const {
  const double scale = 1 / std::sqrt(static_cast<double>(Q.size(-1)));
  if (variant_ == "whole") return matmul(softmax(matmul(Q, transpose(K)) * scale), V);
  if (variant_ == "tiles") return attention(Q, K, V, {}, scale);
  if (variant_ == "local") return local_attention(Q, K, V, window, true, scale);
  if (variant_ == "strided") return strided_attention(Q, K, V, stride, true, scale);
  if (variant_ == "low-rank") return (*low_rank_)(Q, K, V, scale);
  if (variant_ == "linear") return linear_attention(Q, K, V, false);
  fail("lesson 27: there is no variant '", variant_, "'");
}
// [/variants]

// [products]
Index products(const std::string& variant, Index n, Index d) {
  if (variant == "local") return 2 * ((n + window - 1) / window * window) * (2 * window) * d;
  if (variant == "strided") {
    const Index steps = (n + stride - 1) / stride;
    return 2 * stride * steps * steps * d;
  }
  if (variant == "low-rank") return 2 * mixtures * n * d + 2 * n * mixtures * d;  // mixing, then attention
  if (variant == "linear") return n * d * d + n * d * d + n * d;  // S, then the queries with S and with z
  return 2 * n * n * d;
}
// [/products]

// [counted]
Index counted(const std::string& variant, Index n, Index d) {
  Rng rng(1);
  const SelfRead read(variant, n, rng);
  const Variable x = random_normal({1, n, d}, rng);
  const NoGrad guard;
  const Index before = multiply_adds();
  read(x, x, x);
  return multiply_adds() - before;
}
// [/counted]

// [memory]
// In a thread of its own, because the peak of a thread never falls.
std::size_t bytes_needed(const std::string& variant, Index n, Index d) {
  std::size_t bytes = 0;
  std::thread([&] {
    Rng rng(1);
    const SelfRead read(variant, n, rng);
    const Variable x = random_normal({1, n, d}, rng);
    const NoGrad guard;
    const std::size_t before = memory_use().in_use;
    read(x, x, x);
    bytes = memory_use().peak - before;
  }).join();
  return bytes;
}
// [/memory]

Text draw_text(Index time, Rng& rng) {
  Text text;
  for (Index i = 0; i < time; ++i) text.tokens.push_back(static_cast<Token>(rng.integer(10)));
  const Index place = rng.integer(time - 1);
  text.digit = static_cast<Token>(rng.integer(10));
  text.tokens[static_cast<std::size_t>(place)] = 10 + text.digit;
  text.distance = time - 1 - place;
  return text;
}

// [finder]
Finder::Finder(const std::vector<std::string>& layers, Index time, Rng& rng)
    : embedding_(*this, "embedding", 20, 32, rng),
      positions_(*this, "positions", PositionKind::learned, time, 32, rng),
      output_(*this, "output", 32, 10, rng) {
  for (const std::string& variant : layers) {
    query_.add(32, 32, rng);
    key_.add(32, 32, rng);
    value_.add(32, 32, rng);
    read_.add(variant, time, rng);
  }
}

Variable Finder::operator()(const TokenMatrix& tokens) const {
  Variable x = positions_(embedding_(tokens));
  for (std::size_t i = 0; i < read_.size(); ++i)
    x = x + read_.call(i, query_.call(i, x), key_.call(i, x), value_.call(i, x));
  return output_(select(x, 1, tokens.columns - 1));
}
// [/finder]

namespace {

std::pair<TokenMatrix, TokenMatrix> batch_of(const std::vector<Text>& texts) {
  const Index rows = std::ssize(texts), columns = std::ssize(texts[0].tokens);
  TokenMatrix tokens(rows, columns), digits(rows, 1);
  for (Index row = 0; row < rows; ++row) {
    const Text& text = texts[static_cast<std::size_t>(row)];
    std::copy(text.tokens.begin(), text.tokens.end(), tokens.ids.begin() + row * columns);
    digits(row, 0) = text.digit;
  }
  return {tokens, digits};
}

std::vector<Text> draw_texts(Index count, Index time, Rng& rng) {
  std::vector<Text> texts;
  while (std::ssize(texts) < count) texts.push_back(draw_text(time, rng));
  return texts;
}

}  // namespace

void train(Finder& finder, Index time, Index steps, Rng& rng) {
  constexpr double rate = 0.005;
  Adam adam(finder.parameters(), rate);
  const auto schedule = make_schedule("cosine", rate, steps / 20, steps);
  for (Index step = 1; step <= steps; ++step) {
    const auto [tokens, digits] = batch_of(draw_texts(32, time, rng));
    adam.set_learning_rate(schedule->rate(step));
    adam.zero_grad();
    cross_entropy(finder(tokens), digits).backward();
    clip_gradient_norm(finder.parameters(), 1);
    adam.step();
  }
}

Found find(Finder& finder, Index time, Rng& rng) {
  const NoGrad guard;
  Found right, total;
  for (int round = 0; round < 6; ++round) {
    const std::vector<Text> texts = draw_texts(100, time, rng);
    const std::vector<Index> best = argmax(finder(batch_of(texts).first).value());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const bool near = texts[i].distance < window, correct = best[i] == texts[i].digit;
      (near ? total.near : total.far) += 1;
      (near ? right.near : right.far) += correct;
    }
  }
  return {right.near / total.near, right.far / total.far};
}

}  // namespace heed
