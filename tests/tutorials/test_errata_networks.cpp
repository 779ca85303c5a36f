// The entries of tutorials/ERRATA.md about heads, layers, vocabularies and losses, shown
// by the library.
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "nn/text/vocabulary.h"
#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "nn/translate/gru_model.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tests/catch.h"

#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <sstream>

using namespace heed;

namespace {

constexpr double epsilon = static_cast<double>(std::numeric_limits<Scalar>::epsilon());

TransformerOptions small_options() {
  TransformerOptions options;
  options.size = 8;
  options.heads = 2;
  options.feed_forward = 16;
  options.dropout = 0;
  return options;
}

}  // namespace

TEST_CASE("errata: two heads by hand", "[errata]") {
  Rng rng(1);
  MultiheadAttention attention(2, 2, 0, rng);
  for (auto& [name, parameter] : attention.state_dict()) {
    parameter.copy_from(name.ends_with("weight") ? tensor({{1, 0}, {0, 1}}) : zeros({2}));
  }
  const Tensor X = tensor({{{0, 1}, {1, 1}}});  // x1 = (0, 1), x2 = (1, 1)
  const double w = std::exp(1) / (1 + std::exp(1));
  REQUIRE(all_close(attention(X, X, X, {}).value(), tensor({{{0.5, 1}, {w, 1}}}), 16 * epsilon));
}

TEST_CASE("errata: a head has the size d_model / heads, and heads cost no parameters", "[errata]") {
  Rng rng(2);
  const MultiheadAttention one(64, 1, 0, rng), eight(64, 8, 0, rng);
  const Tensor x = random_normal({1, 5, 64}, rng);
  REQUIRE(eight.remember(x, x).keys.shape() == Shape({1, 8, 5, 8}));
  REQUIRE(one.remember(x, x).keys.shape() == Shape({1, 1, 5, 64}));
  REQUIRE(one.parameter_count() == eight.parameter_count());
}

TEST_CASE("errata: two projections in a row are one", "[errata]") {
  Rng rng(3);
  const Linear first(4, 4, rng), second(4, 4, rng);
  const Tensor x = random_normal({5, 4}, rng);
  const Tensor together = matmul(second.weight.value(), first.weight.value());
  // The two results are sums of 16 products in a different order.
  REQUIRE(all_close(second(first(x)).value(), linear(x, together), 0, 64 * epsilon));
}

TEST_CASE("errata: with time taken for batch, sentences attend to each other", "[errata]") {
  Rng rng(4);
  const MultiheadAttention attention(4, 2, 0, rng);
  const Tensor two = random_normal({2, 3, 4}, rng);  // two sentences of three words
  Tensor changed = two.clone();
  select(changed, 0, 1) += full({3, 4}, 1);  // only the second sentence changes
  const auto first_sentence = [&](const Tensor& x) { return select(attention(x, x, x, {}).value(), 0, 0); };
  const auto swapped = [&](const Tensor& x) {
    const Tensor turned = transpose(x, 0, 1).contiguous();
    return select(transpose(attention(turned, turned, turned, {}).value(), 0, 1), 0, 0);
  };
  REQUIRE(all_equal(first_sentence(two), first_sentence(changed)));
  REQUIRE_FALSE(all_close(swapped(two), swapped(changed), 1e-3));
}

TEST_CASE("errata: a feed-forward that ends in a different size does not fit the next layer", "[errata]") {
  Rng rng(5);
  const Linear widen(8, 32, rng);
  const MultiheadAttention next(8, 2, 0, rng);
  const Variable x = random_normal({1, 4, 8}, rng), wide = widen(x);
  REQUIRE_THROWS_WITH(next(wide, wide, wide, {}), Catch::Contains("32") && Catch::Contains("8"));
  REQUIRE(FeedForward(8, 32, 0, Nonlinearity::relu, rng)(x).shape() == x.shape());
}

TEST_CASE("errata: each layer has its own attention", "[errata]") {
  Rng rng(6);
  const Encoder encoder(small_options(), rng);
  std::set<const Scalar*> tensors;
  std::set<std::string> names;
  for (const auto& [name, parameter] : encoder.named_parameters()) {
    if (!name.ends_with("self_attention.query.weight")) continue;
    names.insert(name);
    tensors.insert(parameter.value().data());
  }
  REQUIRE(names == std::set<std::string>{"layers.0.self_attention.query.weight",
                                         "layers.1.self_attention.query.weight"});
  REQUIRE(tensors.size() == 2);
}

TEST_CASE("errata: without a causal mask the decoder sees the word that it must predict", "[errata]") {
  Rng rng(7);
  const Encoder reading(small_options(), rng);  // a decoder's self-attention, with the mask that it is given
  TransformerOptions options = small_options();
  options.self_attention.causal = true;
  const Decoder decoder(options, rng);  // hides later words itself
  const Tensor encoded = random_normal({1, 3, 8}, rng), words = random_normal({1, 4, 8}, rng);
  Tensor later = words.clone();
  select(later, 1, 3) += full({1, 8}, 1) * random_normal({1, 8}, rng);  // a different last word
  const auto first_word = [&](const Tensor& x, const Tensor& mask) {
    return select(reading(x, mask).value(), 1, 0);
  };
  REQUIRE(all_equal(first_word(words, causal_mask(4)), first_word(later, causal_mask(4))));
  REQUIRE_FALSE(all_close(first_word(words, {}), first_word(later, {}), 1e-4));
  const auto first_decoded = [&](const Tensor& x) {
    DecoderMemory memory = decoder.remember(encoded);
    return select(decoder(x, memory, {}, {}).value(), 1, 0);
  };
  REQUIRE(all_equal(first_decoded(words), first_decoded(later)));
}

TEST_CASE("errata: without positions an encoder does not know the order of the words", "[errata]") {
  Rng rng(8);
  const Encoder encoder(small_options(), rng);
  const Tensor x = random_normal({1, 2, 8}, rng);
  const auto exchanged = [](const Tensor& pair) {
    return concatenate(std::vector<Tensor>{slice(pair, 1, 1, 2), slice(pair, 1, 0, 1)}, 1);
  };
  const Tensor plain = encoder(x, {}).value(), turned = exchanged(encoder(exchanged(x), {}).value());
  REQUIRE(all_close(plain, turned, 1e-3, 1e-4));
  const Tensor where = unsqueeze(sinusoidal_positions(2, 8), 0);
  const Tensor here = encoder(x + where, {}).value(),
               there = exchanged(encoder(exchanged(x) + where, {}).value());
  REQUIRE_FALSE(all_close(here, there, 1e-3, 1e-4));
}

TEST_CASE("errata: four words in, four rows out, and weights of every head", "[errata]") {
  Rng rng(9);
  const TransformerOptions options = small_options();
  const Encoder encoder(options, rng);
  const Decoder decoder(options, rng);
  AttentionWatch watch;
  const Variable encoded = encoder(random_normal({1, 4, 8}, rng), {});
  DecoderMemory memory = decoder.remember(encoded);
  REQUIRE(decoder(random_normal({1, 4, 8}, rng), memory, causal_mask(4), {}).shape() == Shape({1, 4, 8}));
  REQUIRE(watch.calls().size() == 6);  // two layers of the encoder, and two of the decoder with two each
  for (const AttentionCall& call : watch.calls()) REQUIRE(call.weights().shape() == Shape({1, 2, 4, 4}));
}

TEST_CASE("errata: a padding id as large as the vocabulary is outside the embedding", "[errata]") {
  Rng rng(10);
  const Embedding embedding(1000, 4, rng);
  TokenMatrix tokens(1, 1);
  tokens(0, 0) = 1000;
  REQUIRE_THROWS_WITH(embedding(tokens), Catch::Contains("1000"));
}

TEST_CASE("errata: document 4's vocabulary lacks den", "[errata]") {
  const std::set<std::string> vocabulary = {"der",     "schnelle", "braune", "Fuchs",
                                            "springt", "uber",     "faulen", "Hund"};
  std::istringstream sentence("der schnelle braune Fuchs springt uber den faulen Hund");
  std::vector<std::string> missing;
  for (std::string word; sentence >> word;) {
    if (!vocabulary.contains(word)) missing.push_back(word);
  }
  REQUIRE(missing == std::vector<std::string>{"den"});
  REQUIRE(Vocabulary().token("den") == Vocabulary::unknown);  // ours has a token for unknown words
}

TEST_CASE("errata: each language has its own vocabulary and table", "[errata]") {
  Rng rng(11);
  const GRUModel model({.source_words = 12, .target_words = 13, .embedding = 4, .hidden = 5}, rng);
  std::map<std::string, Tensor> tables;
  for (const auto& [name, parameter] : model.named_parameters()) tables[name] = parameter.value();
  REQUIRE(tables.at("source_embedding.weight").shape() == Shape({12, 4}));
  REQUIRE(tables.at("target_embedding.weight").shape() == Shape({13, 4}));
}

TEST_CASE("errata: a loss that takes logits for probabilities has no gradient where it is most wrong",
          "[errata]") {
  // Keras clips what it takes for probabilities to 1e-7 ... 1 - 1e-7, then takes the logarithm.
  const auto keras = [](const Variable& logits) {
    return -log(slice(minimum(maximum(logits, scalar(1e-7)), scalar(1 - 1e-7)), 1, 0, 1));
  };
  TokenMatrix target(1, 1);  // the right word is word 0, and its logit is too low
  for (const double logit : {-1.0, -1.5}) {
    const Variable taken = leaf(tensor({{logit, 2}})), given = leaf(tensor({{logit, 2}}));
    const Variable wrong = keras(taken);
    REQUIRE(std::abs(static_cast<double>(wrong.value().item()) + std::log(1e-7)) <
            16 * 16 * epsilon);  // 16.118
    sum(wrong).backward();
    REQUIRE(all_equal(taken.grad(), zeros({1, 2})));  // nothing will ever raise it
    const Variable right = cross_entropy(given, target);
    REQUIRE(std::abs(static_cast<double>(right.item()) - (std::log(std::exp(logit) + std::exp(2)) - logit)) <
            16 * epsilon);
    right.backward();
    REQUIRE(static_cast<double>(given.grad()(0, 0)) < -0.9);
  }
}

TEST_CASE(
    "errata: without attention, a model translates between different lengths and still reads its source",
    "[errata]") {
  Rng rng(12);
  GRUModel model({.source_words = 12, .target_words = 13, .embedding = 4, .hidden = 5, .attention = "none"},
                 rng);
  model.eval();
  Batch batch;
  batch.source = TokenMatrix(1, 3);
  batch.source.ids = {4, 5, 6};
  batch.source_lengths = {3};
  batch.target_in = TokenMatrix(1, 5);
  batch.target_in.ids = {2, 7, 8, 9, 10};
  const Tensor logits = model.logits(batch).value();
  REQUIRE(logits.shape() == Shape({1, 5, 13}));
  batch.source.ids = {11, 5, 6};  // another first word
  REQUIRE_FALSE(all_close(model.logits(batch).value(), logits, 1e-4));
}

TEST_CASE("errata: without cross-attention the source does not reach the target", "[errata]") {
  Rng rng(13);
  const Decoder decoder(small_options(), rng);
  const Tensor words = random_normal({1, 4, 8}, rng), here = random_normal({1, 3, 8}, rng),
               there = random_normal({1, 3, 8}, rng);
  const auto decoded = [&](const Tensor& source) {
    DecoderMemory memory = decoder.remember(source);
    return decoder(words, memory, causal_mask(4), {}).value();
  };
  REQUIRE_FALSE(all_close(decoded(here), decoded(there), 1e-3));
  for (auto& [name, parameter] : decoder.named_parameters()) {
    if (name.find("cross_attention.output") != std::string::npos) parameter.value().fill(0);
  }
  REQUIRE(all_equal(decoded(here), decoded(there)));
}

TEST_CASE("errata: a decoder layer has three norms, each of size d_model", "[errata]") {
  Rng rng(14);
  const Decoder decoder(small_options(), rng);
  std::map<std::string, Shape> norms;
  for (const auto& [name, parameter] : decoder.named_parameters()) {
    if (name.find("norm") != std::string::npos && name.ends_with("weight")) norms[name] = parameter.shape();
  }
  for (const char* const name : {"layers.0.norm1.weight", "layers.0.norm2.weight", "layers.0.norm3.weight"}) {
    REQUIRE(norms.at(name) == Shape({8}));
  }
}
