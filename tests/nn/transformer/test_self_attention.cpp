// Self-attention with shared keys, with fewer keys for each query, and with positions of its own: against full multi-head
// attention with the parameters and masks that mean the same.
#include "autograd/gradient_check.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/watch/attention_watch.h"
#include "nn/attention/masks.h"
#include "nn/attention/sparse.h"
#include "nn/transformer/alibi.h"
#include "nn/transformer/gpt.h"
#include "nn/transformer/self_attention.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/work.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;

namespace {

constexpr Index size = 8, heads = 4;

struct Kind {
  std::string name;
  SelfAttentionOptions options;
};

// Every kind of attention that can be causal, with every kind of positions that it can have.
std::vector<Kind> causal_kinds() {
  return {{"full", {.causal = true}},
          {"one head of keys", {.key_heads = 1, .causal = true}},
          {"two heads of keys", {.key_heads = 2, .causal = true}},
          {"rotary", {.causal = true, .positions = PositionKind::rotary}},
          {"ALiBi", {.causal = true, .positions = PositionKind::alibi}},
          {"ALiBi, shared keys", {.key_heads = 2, .causal = true, .positions = PositionKind::alibi}},
          {"local", {.kind = AttentionKind::local, .reach = 3, .causal = true}},
          {"local, rotary, shared keys",
           {.key_heads = 2,
            .kind = AttentionKind::local,
            .reach = 3,
            .causal = true,
            .positions = PositionKind::rotary}},
          {"strided", {.key_heads = 1, .kind = AttentionKind::strided, .reach = 3, .causal = true}},
          {"linear", {.key_heads = 2, .kind = AttentionKind::linear, .causal = true}}};
}

std::unique_ptr<SelfAttention> make(const SelfAttentionOptions& options, Rng& rng) {
  auto made = std::make_unique<SelfAttention>(size, heads, 0.0, rng, true, options);
  shuffle_parameters(*made, rng);
  return made;
}

// The output for a whole sequence.
Tensor whole(const SelfAttention& attention, const Variable& x, const Tensor& mask = {}) {
  HeadMemory memory;
  return attention(x, memory, mask).value();
}

// Rows (size / heads each) of a matrix or bias of keys or values, once for each head that shares them.
Tensor repeated(const Tensor& rows, Index key_heads) {
  const Index d_k = size / heads;
  std::vector<Tensor> parts;
  for (Index head = 0; head < heads; ++head) {
    const Index from = head / (heads / key_heads) * d_k;
    parts.push_back(slice(rows, 0, from, from + d_k));
  }
  return concatenate(parts, 0);
}

// Full multi-head attention with the same parameters.
std::unique_ptr<MultiheadAttention> with_all_heads(const MultiheadAttention& shared, Rng& rng) {
  auto all = std::make_unique<MultiheadAttention>(size, heads, 0.0, rng);
  const auto copy = [](Child<Linear>& to, const Child<Linear>& from, Index key_heads) {
    to->weight.value().copy_from(repeated(from->weight.value(), key_heads));
    to->bias->value().copy_from(repeated(from->bias->value(), key_heads));
  };
  copy(all->query, shared.query, heads);
  copy(all->key, shared.key, shared.key_heads());
  copy(all->value, shared.value, shared.key_heads());
  copy(all->output, shared.output, heads);
  return all;
}

}  // namespace

TEST_CASE("heads that share keys and values read as heads with copies of them", "[self-attention]") {
  Rng rng(1);
  const Variable Q = random_normal({3, 5, size}, rng), K = random_normal({3, 4, size}, rng),
                 V = random_normal({3, 4, size}, rng);
  Tensor each = ones({3, 5, 4});  // a mask that differs by row, query and key
  each.at(0, 1, 2) = each.at(1, 4, 0) = each.at(2, 0, 3) = 0;
  for (const Index key_heads : {1, 2, 4}) {
    MultiheadAttention shared(size, heads, 0, rng, true, key_heads);
    shuffle_parameters(shared, rng);
    const auto all = with_all_heads(shared, rng);
    for (const Tensor& mask : {Tensor(), each, length_mask({4, 2, 3}, 4), select(each, 0, 1).contiguous()})
      check_close(text(key_heads, " heads of keys"), shared(Q, K, V, mask).value(),
                  (*all)(Q, K, V, mask).value());
    CHECK(shared.remember(K, V).keys.value().numel() == 3 * 4 * key_heads * size / heads);
    CHECK(shared.parameter_count() == 2 * (size * size + size) + 2 * key_heads * (size / heads) * (size + 1));
  }
}

TEST_CASE("a watch sees the weights of each head that shares keys", "[self-attention]") {
  Rng rng(2);
  const Variable x = random_normal({2, 5, size}, rng);
  for (const Kind& kind : causal_kinds()) {
    if (kind.options.kind == AttentionKind::linear) continue;  // it has no weights
    INFO(kind.name);
    const auto attention = make(kind.options, rng);
    const AttentionWatch watch;
    const Tensor output = whole(*attention, x);
    REQUIRE(watch.calls().size() == 1);
    const AttentionCall& call = watch.calls()[0];
    const Tensor weights = call.weights();
    REQUIRE(weights.shape() == Shape{2, heads, 5, 5});
    const Variable heads_read = matmul(weights, call.v);
    check_close("output", output,
                attention->output(reshape(transpose(heads_read, 1, 2), {2, 5, size})).value());
  }
}

TEST_CASE("causal self-attention gives the same at once, in pieces, and step by step", "[self-attention]") {
  Rng rng(3);
  const Variable x = random_normal({2, 11, size}, rng);
  for (const Kind& kind : causal_kinds()) {
    const auto attention = make(kind.options, rng);
    const Tensor at_once = whole(*attention, x);
    for (const std::vector<Index>& ends :
         std::vector<std::vector<Index>>{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, {4, 5, 11}, {10, 11}}) {
      HeadMemory memory;
      std::vector<Tensor> parts;
      Index begin = 0;
      for (const Index end : ends) {
        parts.push_back((*attention)(slice(x, 1, begin, end), memory, Tensor()).value());
        begin = end;
      }
      check_close(kind.name, concatenate(parts, 1), at_once);
    }
  }
}

TEST_CASE("in causal self-attention, later positions change nothing before them", "[self-attention]") {
  Rng rng(4);
  const Tensor x = random_normal({2, 9, size}, rng);
  Tensor y = x.clone();
  slice(y, 1, 6, 9).fill(3);
  for (const Kind& kind : causal_kinds()) {
    const auto attention = make(kind.options, rng);
    check_close(kind.name, slice(whole(*attention, x), 1, 0, 6), slice(whole(*attention, y), 1, 0, 6));
    CHECK_FALSE(all_close(whole(*attention, x), whole(*attention, y), 1e-3, 1e-3));
  }
}

TEST_CASE("a mask with a row for each query decides instead of the causal order", "[self-attention]") {
  Rng rng(13);
  const Variable x = random_normal({2, 4, size}, rng);
  Rng same(7), again(7);
  const SelfAttention causal(size, heads, 0, same, true, {.causal = true}),
      free(size, heads, 0, again, true, {});
  check_close("all", whole(causal, x, ones({4, 4})), whole(free, x));
  check_close("order", whole(causal, x), whole(free, x, causal_mask(4)));
  const Tensor keys = length_mask({4, 2}, 4);
  check_close("keys", whole(causal, x, keys), whole(free, x, keys * causal_mask(4)));
}

TEST_CASE("local and strided self-attention are full attention under their masks", "[self-attention]") {
  Rng rng(5);
  const Index time = 10;
  const Variable x = random_normal({2, time, size}, rng);
  const Tensor padding = length_mask({10, 6}, time);
  for (const bool causal : {true, false}) {
    for (const PositionKind positions : {PositionKind::learned, PositionKind::rotary}) {
      for (const Tensor& mask : {Tensor(), padding}) {
        const auto check = [&](AttentionKind kind, const Tensor& pattern) {
          const SelfAttentionOptions options{
              .kind = kind, .reach = 3, .causal = causal, .positions = positions};
          Rng same(7), again(7);
          const SelfAttention sparse(size, heads, 0, same, true, options),
              full(size, heads, 0, again, true, {.positions = positions});
          check_close(kind == AttentionKind::local ? "local" : "strided", whole(sparse, x, mask),
                      whole(full, x, mask.defined() ? mask * pattern : pattern));
        };
        check(AttentionKind::local, local_mask(time, 3, causal));
        check(AttentionKind::strided, strided_mask(time, 3, causal));
      }
    }
  }
}

TEST_CASE("padding changes no self-attention, whatever its kind", "[self-attention]") {
  Rng rng(6);
  const Variable x = random_normal({2, 9, size}, rng), shorter = slice(x, 1, 0, 5);
  for (const AttentionKind kind : {AttentionKind::full, AttentionKind::local, AttentionKind::strided,
                                   AttentionKind::linear, AttentionKind::low_rank}) {
    const auto attention = make({.kind = kind, .reach = 2, .longest = 9}, rng);
    check_close("padded", slice(whole(*attention, x, length_mask({5, 5}, 9)), 1, 0, 5),
                whole(*attention, shorter));
  }
}

TEST_CASE("rotary self-attention depends on distances only", "[self-attention]") {
  Rng rng(7);
  const Variable x = random_normal({1, 6, size}, rng);
  const auto attention = make({.causal = true, .positions = PositionKind::rotary}, rng);
  // The same six vectors after four others that are hidden from them.
  HeadMemory memory;
  (*attention)(random_normal({1, 4, size}, rng), memory, Tensor());
  const Tensor mask = concatenate({zeros({1, 1, 4}), ones({1, 1, 6})}, 2);
  check_close("shifted", (*attention)(x, memory, mask).value(), whole(*attention, x));
  const auto without = make({.causal = true}, rng);
  CHECK_FALSE(all_close(whole(*attention, x), whole(*without, x), 1e-3, 1e-3));
}

TEST_CASE("ALiBi on paper", "[self-attention]") {
  // Two heads: slopes 1 / 16 and 1 / 256.
  CHECK(alibi_bias(2, 1, 1, 3).to_doubles() ==
        std::vector<double>{-1.0 / 16, 0, -1.0 / 16, -1.0 / 256, 0, -1.0 / 256});
  CHECK(alibi_bias(8, 0, 1, 2).to_doubles()[1] == -0.5);
  // Equal scores: the weights are softmax(-slope distance).
  Rng rng(8);
  SelfAttention attention(2, 1, 0, rng, true, {.causal = true, .positions = PositionKind::alibi});
  attention.query->weight.value().fill(0);
  const AttentionWatch watch;
  whole(attention, random_normal({1, 3, 2}, rng));
  const Tensor weights = watch.calls()[0].weights();
  const double near = 1, far = std::exp(-1.0 / 256);
  CHECK(std::abs(static_cast<double>(weights(0, 0, 1, 0)) - far / (near + far)) < 1e-6);
  CHECK(std::abs(static_cast<double>(weights(0, 0, 1, 1)) - near / (near + far)) < 1e-6);
  CHECK(weights(0, 0, 1, 2) == 0);
}

TEST_CASE("the gradients of self-attention are the derivatives", "[self-attention][gradients]") {
  Rng rng(9);
  std::vector<Kind> kinds = causal_kinds();
  kinds.push_back({"low-rank", {.kind = AttentionKind::low_rank, .reach = 2, .longest = 5}});
  kinds.push_back({"linear, both directions", {.kind = AttentionKind::linear}});
  for (const Kind& kind : kinds) {
    const auto attention = make(kind.options, rng);
    const Tensor mask = kind.options.causal ? Tensor() : length_mask({5, 3}, 5);
    std::vector<Variable> inputs = attention->parameters();
    inputs.push_back(leaf(random_normal({2, 5, size}, rng)));
    const GradientReport report = check_gradients(
        [&](const std::vector<Variable>& in) {
          HeadMemory memory;
          return (*attention)(in.back(), memory, mask);
        },
        inputs, rng);
    INFO(kind.name << ": " << report.text);
    CHECK(report.passed);
  }
}

TEST_CASE("a GPT of each kind writes token by token what it reads at once", "[self-attention][gpt]") {
  Rng rng(10);
  TokenMatrix tokens(2, 12);
  for (Token& token : tokens.ids) token = static_cast<Token>(rng.integer(7));
  for (const Kind& kind : causal_kinds()) {
    GPTOptions options{.words = 7, .positions = kind.options.positions, .context = 12};
    options.transformer.size = size;
    options.transformer.heads = heads;
    options.transformer.feed_forward = 10;
    options.transformer.dropout = 0;
    options.transformer.self_attention = kind.options;
    GPT gpt(options, rng);
    shuffle_parameters(gpt, rng);
    gpt.eval();
    const NoGrad only_values;
    const Tensor at_once = gpt.logits(tokens).value();
    GPTMemory memory;
    for (Index t = 0; t < 12; ++t)
      check_close(text(kind.name, ", step ", t), gpt.step({tokens(0, t), tokens(1, t)}, memory),
                  select(at_once, 1, t));
  }
}

TEST_CASE("rotary and ALiBi positions are not added to the words", "[self-attention][gpt]") {
  Rng rng(12);
  TokenMatrix same(1, 6);
  for (Token& token : same.ids) token = 3;
  for (const PositionKind kind : {PositionKind::rotary, PositionKind::alibi, PositionKind::sinusoidal}) {
    GPTOptions options{.words = 7, .positions = kind, .context = 6};
    options.transformer.size = size;
    options.transformer.dropout = 0;
    GPT gpt(options, rng);
    shuffle_parameters(gpt, rng);
    // A mean of equal values is that value, whatever the weights: each word of a text of one word reads the same.
    const Tensor logits = gpt.logits(same).value();
    const Tensor first = expand(slice(logits, 1, 0, 1), logits.shape());
    CHECK(all_close(logits, first, 1e-3, 1e-3) == (kind != PositionKind::sinusoidal));
  }
}

TEST_CASE("local and linear self-attention write a late word with the work of an early one",
          "[self-attention]") {
  Rng rng(11);
  const NoGrad only_values;
  const auto work_of_step = [&](const SelfAttentionOptions& options, Index positions) {
    const auto attention = make(options, rng);
    HeadMemory memory;
    (*attention)(random_normal({1, positions, size}, rng), memory, Tensor());
    const Index before = multiply_adds();
    (*attention)(random_normal({1, 1, size}, rng), memory, Tensor());
    return multiply_adds() - before;
  };
  const SelfAttentionOptions full{.causal = true},
      local{.kind = AttentionKind::local, .reach = 4, .causal = true},
      linear{.kind = AttentionKind::linear, .causal = true};
  CHECK(work_of_step(full, 100) - work_of_step(full, 10) == 90 * 2 * size);  // 90 more keys and values
  CHECK(work_of_step(local, 100) == work_of_step(local, 10));
  CHECK(work_of_step(linear, 100) == work_of_step(linear, 10));
}

TEST_CASE("a reach that is longer than the sequence costs no more than full attention", "[self-attention]") {
  Rng rng(13);
  const NoGrad only_values;
  const Index time = 9;
  const Variable x = random_normal({2, time, size}, rng);
  const Tensor padding = length_mask({9, 4}, time);
  for (const bool causal : {true, false}) {
    const auto run = [&](AttentionKind kind, Index reach, const Tensor& mask) {
      Rng same(7);
      const SelfAttention attention(size, heads, 0, same, true,
                                    {.kind = kind, .reach = reach, .causal = causal});
      const Index before = multiply_adds();
      const Tensor output = whole(attention, x, mask);
      return std::pair(output, multiply_adds() - before);
    };
    for (const Index reach : {5, 9, 10, 100'000}) {
      INFO("reach " << reach);
      const auto [local, local_work] = run(AttentionKind::local, reach, padding);
      const auto [full, full_work] = run(AttentionKind::full, 1, padding * local_mask(time, reach, causal));
      check_close("local", local, full);
      CHECK(local_work <= full_work);
      const auto [strided, strided_work] = run(AttentionKind::strided, reach, padding);
      check_close("strided", strided,
                  run(AttentionKind::full, 1, padding * strided_mask(time, reach, causal)).first);
      CHECK(strided_work <= full_work);
    }
  }
}

TEST_CASE("no positions are read and change nothing", "[self-attention]") {
  Rng rng(14);
  for (const Kind& kind : causal_kinds()) {
    INFO(kind.name);
    const auto attention = make(kind.options, rng);
    const Variable x = random_normal({2, 5, size}, rng), none = zeros({2, 0, size});
    HeadMemory memory;
    CHECK((*attention)(none, memory, {}).shape() == none.shape());
    const Tensor first = (*attention)(slice(x, 1, 0, 4), memory, {}).value();
    CHECK((*attention)(none, memory, {}).shape() == none.shape());
    const Tensor last = (*attention)(slice(x, 1, 4, 5), memory, {}).value();
    check_close("with nothing between", concatenate({first, last}, 1), whole(*attention, x));
    HeadMemory no_rows;
    CHECK((*attention)(zeros({0, 3, size}), no_rows, {}).shape() == Shape{0, 3, size});
  }
}

TEST_CASE("dropout acts on the weights of full attention only, at once and step by step",
          "[self-attention]") {
  Rng rng(15);
  const Variable x = random_normal({1, 6, size}, rng);
  for (const Kind& kind : causal_kinds()) {
    INFO(kind.name);
    const SelfAttention attention(size, heads, 0.5, rng, true, kind.options);  // in training mode
    const Tensor at_once = whole(attention, x);
    HeadMemory memory;
    std::vector<Tensor> steps;
    for (Index t = 0; t < 6; ++t) steps.push_back(attention(slice(x, 1, t, t + 1), memory, Tensor()).value());
    CHECK(all_close(concatenate(steps, 1), at_once, 1e-4, 1e-5) ==
          (kind.options.kind != AttentionKind::full));
  }
}
