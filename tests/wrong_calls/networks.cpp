// Wrong calls of layers, attention, recurrent networks, the Transformer, optimisers and schedules.
#include "nn/attention/attention_maps.h"
#include "nn/attention/graph_attention.h"
#include "nn/attention/linear_attention.h"
#include "nn/attention/low_rank.h"
#include "nn/attention/masks.h"
#include "nn/attention/multihead.h"
#include "nn/attention/pointer.h"
#include "nn/attention/pooling.h"
#include "nn/attention/scores.h"
#include "nn/attention/sparse.h"
#include "nn/audio/fft.h"
#include "nn/audio/log_mel.h"
#include "nn/convolution_layers.h"
#include "nn/layers.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "nn/recurrent/cells.h"
#include "nn/recurrent/gru.h"
#include "nn/recurrent/lstm.h"
#include "nn/sampling.h"
#include "nn/transformer/alibi.h"
#include "nn/transformer/positions.h"
#include "nn/transformer/rotary.h"
#include "nn/transformer/self_attention.h"
#include "nn/transformer/transformer.h"
#include "nn/vision/assignment.h"
#include "nn/vision/boxes.h"
#include "tensor/creation.h"
#include "tests/wrong_calls.h"

#include <limits>

namespace heed::testing {
namespace {

std::string undefined(const std::string& operation) { return operation + ": this tensor is undefined"; }

Rng& rng() {
  static Rng one;
  return one;
}
Variable x() { return zeros({2, 3, 4}); }

struct Pair : Module {
  Pair() { adopt("first", first); }
  Linear first{2, 2, rng()};
};

WrongCalls convolution_layer_calls() {
  return {
      {"Conv1d", [] { Conv1d(0, 1, 1, rng()); }, "Conv1d: each size must be at least 1"},
      {"Conv1d", [] { Conv1d(1, 1, 1, rng(), {.stride = 0}); }, "Conv1d: the stride must be at least 1"},
      {"Conv2d", [] { Conv2d(1, 1, 0, rng()); }, "Conv2d: each size must be at least 1"},
      {"Conv2d", [] { Conv2d(1, 1, 1, rng(), {.padding = -1}); }, "Conv2d: the padding must be at least 0"},
  };
}

WrongCalls vision_calls() {
  return {
      {"box_around", [] { box_around(0, 0, -1, 2); }, "box_around: the width -1 and the height 2 must be"},
      {"centred",
       [] {
         centred({0, 3, 1, 2});
       },
       "centred: the box from (0, 3) to (1, 2) has a wrong side"},
      {"area",
       [] {
         area({2, 0, 1, 1});
       },
       "area: the box from (2, 0) to (1, 1) has a wrong side"},
      {"area",
       [] {
         area({0, 0, std::numeric_limits<double>::infinity(), 1});
       },
       "area: the box from"},
      {"intersection_over_union",
       [] {
         intersection_over_union({0, 0, 1, 1}, {2, 0, 1, 1});
       },
       "intersection_over_union: the box from (2, 0) to (1, 1)"},
      {"box_of_map", [] { box_of_map(ones({3}), 0.5); }, "box_of_map: the map must be a matrix, not (3,)"},
      {"box_of_map",
       [] {
         box_of_map(ones({3, 2}), 0);
       },
       "box_of_map: the share must be above 0"},
      {"box_of_map",
       [] {
         box_of_map(zeros({3, 2}), 0.5);
       },
       "box_of_map: the largest value must be"},
      {"linear_sum_assignment", [] { linear_sum_assignment(ones({3})); },
       "linear_sum_assignment: the costs must be a matrix, not (3,)"},
      {"linear_sum_assignment",
       [] {
         linear_sum_assignment(ones({3, 2}));
       },
       "linear_sum_assignment: 3 rows cannot each have one of 2 columns"},
      {"linear_sum_assignment",
       [] {
         linear_sum_assignment(ones({1, 2}) * std::numeric_limits<double>::quiet_NaN());
       },
       "linear_sum_assignment: each cost must be finite"},
  };
}

WrongCalls audio_calls() {
  return {
      {"fft", [] { fft({}); }, "fft: the number of elements must be a power of two, not 0"},
      {"fft",
       [] {
         fft({1, 2, 3});
       },
       "fft: the number of elements must be a power of two, not 3"},
      {"power_spectrum",
       [] {
         power_spectrum({1, 2, 3, 4, 5, 6});
       },
       "fft: the number of elements must be"},
      {"mel_filters", [] { mel_filters({.bands = 0}); }, "log_mel: there must be at least 1 band"},
      {"mel_filters", [] { mel_filters({.rate = 0}); }, "log_mel: the rate must be at least 1"},
      {"mel_filters", [] { mel_filters({.window = 32}); }, "mel_filters: 40 bands are too many for a window"},
      {"log_mel", [] { log_mel({}); }, "log_mel: the sound has no samples"},
      {"log_mel", [] { log_mel({1}, {.window = 100}); }, "log_mel: the window must be a power of two"},
      {"log_mel", [] { log_mel({1}, {.hop = 0}); }, "log_mel: the hop must be at least 1 sample"},
      {"log_mel", [] { log_mel({1}, {.floor = 0}); }, "log_mel: the floor must be above 0"},
  };
}

WrongCalls module_calls() {
  using State = std::vector<std::pair<std::string, Tensor>>;
  const auto load = [](const State& state) { Linear(1, 1, rng(), false).load_state_dict(state); };
  return {
      {"Parameter",
       [] {
         Module owner;
         Parameter(owner, "w", Tensor());
       },
       undefined("leaf")},
      {"adopt",
       [] {
         Pair pair;
         pair.adopt("self", pair);
       },
       "module: 'self' cannot be adopted"},
      {"adopt",
       [] {
         Pair pair;
         pair.first.adopt("outer", pair);
       },
       "module: 'outer' cannot be adopted"},
      {"adopt",
       [] {
         Pair pair;
         Linear other(1, 1, rng());
         pair.adopt("first", other);
       },
       "module: the name 'first'"},
      {"operator[]",
       [] {
         Module m;
         Children<Linear>(m, "layers")[9];
       },
       "module: 'layers' has 0 modules"},
      {"call",
       [] {
         Module m;
         Children<Linear>(m, "layers").call(9, x());
       },
       "module: 'layers' has 0 modules"},
      {"load_state_dict", [=] { load({}); }, "load_state_dict: the state does not match"},
      {"load_state_dict",
       [=] {
         load({{"weight", Tensor()}});
       },
       "load_state_dict: the state does not match"},
      {"load_state_dict",
       [=] {
         load({{"weight", ones({1, 1})}, {"weight", ones({1, 1})}});
       },
       "load_state_dict: the state does not match"},
      {"Linear", [] { Linear(0, 1, rng()); }, "Linear: the number of inputs must be 1 or greater, not 0"},
      {"Linear", [] { Linear(1, -1, rng()); }, "Linear: the number of outputs must be 1 or greater"},
      {"Linear", [] { Linear(1, largest, rng()); }, "Linear: the number of outputs cannot be as large"},
      {"Linear", [] { Linear(4, 1, rng())(Variable()); }, undefined("linear")},
      {"Embedding", [] { Embedding(0, 1, rng()); }, "Embedding: the number of words must be 1"},
      {"Embedding", [] { Embedding(1, 0, rng()); }, "Embedding: the size of a vector must be 1"},
      {"Embedding", [] { Embedding(3, 2, rng(), 3); },
       "Embedding: padding 3 is outside the table of 3 words"},
      {"Embedding", [] { Embedding(3, 2, rng(), -7); }, "Embedding: padding -7 is outside"},
      {"Embedding", [] { Embedding(3, 2, rng(), -1, -1); }, "Embedding: the standard deviation must be"},
      {"Embedding", [] { Embedding(3, 2, rng(), -1, not_a_number); }, "Embedding: the standard deviation"},
      {"Embedding", [] { Embedding(3, 2, rng())(TokenMatrix(1, 1, 3)); }, "embedding: token 3 is outside"},
      {"Dropout", [] { Dropout(1, rng()); },
       "Dropout: the probability must be at least 0 and below 1, not 1"},
      {"Dropout", [] { Dropout(-0.1, rng()); }, "Dropout: the probability"},
      {"Dropout", [] { Dropout(not_a_number, rng()); }, "Dropout: the probability"},
      {"LayerNorm", [] { LayerNorm(0); }, "LayerNorm: the size must be 1 or greater, not 0"},
      {"LayerNorm", [] { LayerNorm(2, -1); }, "LayerNorm: epsilon must be a number of at least 0, not -1"},
      {"LayerNorm", [] { LayerNorm(2, not_a_number); }, "LayerNorm: epsilon"},
      {"LayerNorm", [] { LayerNorm(2, infinity); }, "LayerNorm: epsilon"},
      {"RMSNorm", [] { RMSNorm(0); }, "RMSNorm: the size must be 1 or greater, not 0"},
      {"RMSNorm", [] { RMSNorm(2, true, -1); }, "RMSNorm: epsilon must be a number of at least 0, not -1"},
      {"RMSNorm", [] { RMSNorm(2)(Variable()); }, "RMSNorm: "},
      {"sample",
       [] {
         Rng rng;
         const Scalar logit = 0;
         sample(&logit, 1, {.temperature = 0}, rng);
       },
       "sample: the temperature must be above 0, not 0"},
      {"sample",
       [] {
         Rng rng;
         const Scalar logit = 0;
         sample(&logit, 1, {.top_k = -1}, rng);
       },
       "sample: top_k"},
      {"sample",
       [] {
         Rng rng;
         const Scalar logit = 0;
         sample(&logit, 1, {.top_p = 0}, rng);
       },
       "sample: top_p must be above 0 and at most 1, not 0"},
      {"sampling_probabilities",
       [] {
         const Scalar logit = static_cast<Scalar>(infinity);
         sampling_probabilities(&logit, 1, {});
       },
       "sample: the largest logit is inf"},
      {"make_norm", [] { make_norm(NormKind::rms, 0); }, "RMSNorm: the size must be 1 or greater, not 0"},
      {"Sequential", [] { Sequential().add(nullptr); }, "Sequential: the function to add is empty"},
      {"FeedForward", [] { FeedForward(2, 0, 0, Nonlinearity::relu, rng()); },
       "Linear: the number of outputs"},
      {"FeedForward", [] { FeedForward(2, 2, 2, Nonlinearity::relu, rng()); }, "Dropout: the probability"},
  };
}

WrongCalls attention_calls() {
  const auto attend = [](const Variable& Q, const Variable& K, const Variable& V) {
    DotAttention()(Q, K, V);
  };
  const auto multihead = [](const Variable& Q, const Variable& K, const Variable& V) {
    MultiheadAttention(4, 2, 0, rng())(Q, K, V, {});
  };
  const auto memory = [](const HeadMemory& kept) { MultiheadAttention(4, 2, 0, rng())(x(), kept, {}); };
  TokenMatrix damaged(1, 1);
  damaged.ids.resize(99);
  return {
      {"padding_mask", [=] { padding_mask(damaged); }, "padding_mask: a token matrix of 1 rows"},
      {"length_mask", [] { length_mask({9}, 3); }, "length_mask: row 0 of the batch has length 9"},
      {"length_mask", [] { length_mask({-4}, 3); }, "length_mask: row 0 of the batch has length -4"},
      {"length_mask", [] { length_mask({}, -1); }, "length_mask: the number of keys must be 0"},
      {"causal_mask", [] { causal_mask(-1); }, "causal_mask: the number of queries must be 0"},
      {"causal_mask", [] { causal_mask(huge); }, "shape (1099511627776, 1099511627776) has too many"},
      {"attend",
       [=] {
         attend(x(), zeros({1, 3, 4}), zeros({1, 3, 4}));
       },
       "attention: queries (2, 3, 4), keys (1"},
      {"attend",
       [=] {
         attend(x(), x(), zeros({2, 5, 4}));
       },
       "attention: queries (2, 3, 4), keys (2, 3, 4) and"},
      {"attend", [=] { attend(zeros({4}), x(), x()); }, "attention: queries (4,)"},
      {"attend", [=] { attend(Variable(), x(), x()); }, undefined("attention")},
      {"GeneralAttention", [] { GeneralAttention(0, 1, rng()); },
       "GeneralAttention: the query size must be 1"},
      {"AdditiveAttention", [] { AdditiveAttention(1, 1, 0, rng()); },
       "Linear: the number of outputs must be 1"},
      {"HardAttention", [] { HardAttention(1, -1, 1, rng()); }, "Linear: the number of inputs must be 1"},
      {"add_score",
       [] {
         add_score({"mine", "", false, nullptr});
       },
       "add_score: the row 'mine' has no function"},
      {"add_score", [] { add_score(score_table().front()); }, "add_score: the name 'additive' is taken"},
      {"score_named", [] { score_named("best"); }, "attention: there is no score 'best'"},
      {"make_attention", [] { make_attention("dot", 2, 3, 1, rng()); },
       "attention: the score 'dot' compares"},
      {"MultiheadAttention", [] { MultiheadAttention(4, 3, 0, rng()); }, "multi-head attention: a size of 4"},
      {"MultiheadAttention", [] { MultiheadAttention(0, 1, 0, rng()); },
       "multi-head attention: the size must be"},
      {"MultiheadAttention", [] { MultiheadAttention(4, 0, 0, rng()); }, "multi-head attention: a size of 4"},
      {"MultiheadAttention", [] { MultiheadAttention(4, 2, 1, rng()); }, "Dropout: the probability"},
      {"MultiheadAttention",
       [=] {
         multihead(zeros({2, 4}), x(), x());
       },
       "multi-head attention: the queries must"},
      {"MultiheadAttention",
       [=] {
         multihead(x(), zeros({2, 4}), x());
       },
       "multi-head attention: the keys must"},
      {"MultiheadAttention", [=] { multihead(Variable(), x(), x()); }, undefined("multi-head attention")},
      {"MultiheadAttention",
       [=] {
         multihead(x(), zeros({1, 3, 4}), zeros({1, 3, 4}));
       },
       "multi-head attention: a"},
      {"MultiheadAttention", [=] { memory({}); }, "multi-head attention: the memory is empty"},
      {"MultiheadAttention",
       [=] {
         memory({zeros({2, 2, 3, 2}), {}});
       },
       "multi-head attention: a memory with"},
      {"MultiheadAttention",
       [=] {
         memory({zeros({2, 4}), zeros({2, 4})});
       },
       "multi-head attention: a memory"},
      {"attention_page", [] { attention_page("", {}, AttentionWatch()); },
       "attention_page: the watch saw no"},
      {"attention_maps", [] { attention_maps({AttentionCall()}); }, "attention watch: '' announced neither"},
  };
}

WrongCalls pointer_calls() {
  return {
      {"copy_probabilities", [] { copy_probabilities(Variable(), TokenMatrix(), 3); },
       undefined("copy_probabilities")},
      {"copy_probabilities", [] { copy_probabilities(x(), TokenMatrix(2, 3), 3); },
       "copy_probabilities: weights (2, 3, 4) do not fit a source of 2 rows and 3 words"},
      {"copy_probabilities", [] { copy_probabilities(x(), TokenMatrix(2, 4, 3), 3); },
       "copy_probabilities: row 0 of the source has the id 3 at position 0; ids must be from 0 to 2"},
      {"copy_probabilities", [] { copy_probabilities(x(), TokenMatrix(2, 4, -1), 3); },
       "copy_probabilities: row 0 of the source has the id -1"},
      {"copy_probabilities", [] { copy_probabilities(x(), TokenMatrix(2, 4), 0); },
       "copy_probabilities: words must be 1"},
      {"PointerHead", [] { PointerHead(0, 4, rng()); }, "PointerHead: the size of the features must be 1"},
      {"PointerHead", [] { PointerHead(4, 0, rng()); }, "PointerHead: the number of words must be 1"},
      {"PointerHead", [] { PointerHead(4, 5, rng())(Variable(), x(), TokenMatrix(2, 4), 0); },
       undefined("PointerHead")},
      {"PointerHead",
       [] {
         PointerHead(4, 5, rng())(zeros({2, 4}), x(), TokenMatrix(2, 4), 0);
       },
       "PointerHead: features must be (batch, steps, size), not (2, 4)"},
      {"PointerHead",
       [] {
         PointerHead(4, 5, rng())(zeros({2, 2, 4}), x(), TokenMatrix(2, 4), 0);
       },
       "PointerHead: features (2, 2, 4) and weights (2, 3, 4) must have the same batch and steps"},
      {"PointerHead", [] { PointerHead(4, 5, rng())(x(), x(), TokenMatrix(2, 4), -1); },
       "PointerHead: the number of extra words"},
      {"PointerHead", [] { PointerHead(4, 5, rng())(x(), x(), TokenMatrix(2, 4, 5), 0); },
       "copy_probabilities: row 0 of the source has the id 5"}};
}

WrongCalls graph_calls() {
  return {{"leaky_relu", [] { leaky_relu(Variable()); }, undefined("leaky_relu")},
          {"leaky_relu", [] { leaky_relu(x(), 0); }, "leaky_relu: the slope must be between 0 and 1, not 0"},
          {"GAT", [] { GAT(0, 4, rng()); }, "GAT: the number of inputs must be 1"},
          {"GAT", [] { GAT(4, 0, rng()); }, "GAT: the size must be 1"},
          {"GATv2", [] { GATv2(-1, 4, rng()); }, "GATv2: the number of inputs must be 1"},
          {"GATv2", [] { GATv2(4, 0, rng()); }, "GATv2: the size must be 1"},
          {"GAT",
           [] {
             GAT(4, 2, rng())(Variable(), ones({3, 3}));
           },
           undefined("graph attention")},
          {"GAT",
           [] {
             GAT(4, 2, rng())
             (x(), Tensor());
           },
           undefined("graph attention")},
          {"GAT",
           [] {
             GAT(4, 2, rng())(zeros({3, 4}), ones({3, 3}));
           },
           "graph attention: x must have shape (batch, nodes, inputs), not (3, 4)"},
          {"GATv2",
           [] {
             GATv2(4, 2, rng())(x(), ones({2, 4, 4}));
           },
           "graph attention: neighbours (2, 4, 4) must have shape (nodes, nodes)"},
          {"GATv2", [] { GATv2(4, 2, rng())(x(), ones({3})); }, "graph attention: neighbours (3,)"}};
}

WrongCalls efficient_calls() {
  return {
      {"local_attention", [] { local_attention(Variable(), x(), x(), 2, true); },
       undefined("local_attention")},
      {"local_attention", [] { local_attention(x(), x(), x(), 0, true); },
       "local_attention: the window must be at least 1"},
      {"local_attention",
       [] {
         local_attention(x(), zeros({2, 5, 4}), x(), 1, true);
       },
       "local_attention: Q, K and V must be (batch, time, size) of one sequence"},
      {"local_mask", [] { local_mask(-1, 2, true); }, "local_mask: the time must not be negative"},
      {"local_mask", [] { local_mask(3, 0, true); }, "local_mask: the window must be at least 1, not 0"},
      {"strided_attention", [] { strided_attention(x(), x(), x(), 0, true); },
       "strided_attention: the stride must be"},
      {"strided_attention",
       [] {
         strided_attention(x(), zeros({2, 3, 5}), x(), 1, true);
       },
       "strided_attention: Q (2, 3, 4) and K (2, 3, 5) must have the same size"},
      {"strided_mask", [] { strided_mask(3, 0, true); }, "strided_mask: the stride must be at least 1"},
      {"linear_attention", [] { linear_attention(x(), x(), Variable(), true); },
       undefined("linear_attention")},
      {"linear_attention",
       [] {
         linear_attention(x(), zeros({2, 3, 5}), x(), false);
       },
       "linear_attention: (2, 3, 4), (2, 3, 5) and (2, 3, 4) do not fit together"},
      {"linear_attention",
       [] {
         linear_attention(zeros({2, 1, 4}), x(), x(), true);
       },
       "linear_attention: a causal query has a key of its own"},
      {"linear_attention_step",
       [] {
         LinearMemory memory;
         linear_attention_step(x(), x(), x(), memory);
       },
       "linear_attention_step: each tensor must have 2 axes"},
      {"LowRankAttention", [] { LowRankAttention(0, 2, rng()); },
       "LowRankAttention: the longest sequence and the rank"},
      {"LowRankAttention", [] { LowRankAttention(2, 2, rng())(x(), x(), x()); },
       "LowRankAttention: 3 keys are more than 2"},
      {"local_attention",
       [] {
         local_attention(x(), x(), x(), 2, true, 1, ones({1, 3}));
       },
       "local_attention: a key mask must be (batch, 1, time), not (1, 3)"},
      {"strided_attention",
       [] {
         strided_attention(x(), x(), x(), 2, true, 1, ones({2, 3, 3}));
       },
       "strided_attention: a key mask must be (batch, 1, time), not (2, 3, 3)"},
      {"linear_attention",
       [] {
         linear_attention(x(), x(), x(), true, ones({2, 3, 3}));
       },
       "linear_attention: a key mask must be (batch, 1, keys), not (2, 3, 3)"},
      {"LowRankAttention",
       [] {
         LowRankAttention(3, 2, rng())(x(), x(), x(), 1, ones({2, 3, 3}));
       },
       "LowRankAttention: a key mask must be (batch, 1, keys), not (2, 3, 3)"},
      {"rotary", [] { rotary(Variable()); }, undefined("rotary")},
      {"rotary",
       [] {
         rotary(zeros({2, 3}));
       },
       "rotary: x must be (..., time, an even size), not (2, 3)"},
      {"rotary", [] { rotary(x(), -1); }, "rotary: the first position must not be negative"},
  };
}

WrongCalls pooling_calls() {
  return {{"mean_pooling", [] { mean_pooling(Variable()); }, undefined("mean_pooling")},
          {"mean_pooling",
           [] {
             mean_pooling(zeros({3, 4}));
           },
           "mean_pooling: x must have shape (batch, time"},
          {"mean_pooling",
           [] {
             mean_pooling(x(), {0, 1});
           },
           "mean_pooling: row 0 of the batch has length 0"},
          {"mean_pooling", [] { mean_pooling(x(), {1}); }, "mean_pooling: 1 lengths for a batch of 2"},
          {"max_pooling",
           [] {
             max_pooling(zeros({2, 0, 4}));
           },
           "max_pooling: x must have shape"},
          {"max_pooling",
           [] {
             max_pooling(x(), {1, 4});
           },
           "max_pooling: row 1 of the batch has length 4"},
          {"AttentionPooling", [] { AttentionPooling(0, 4, rng()); },
           "AttentionPooling: the size of x must be 1"},
          {"AttentionPooling", [] { AttentionPooling(4, -1, rng()); },
           "AttentionPooling: the size of the query must be 1"},
          {"AttentionPooling", [] { AttentionPooling(4, 2, rng())(zeros({4})); },
           "AttentionPooling: x must have shape"},
          {"AttentionPooling",
           [] {
             AttentionPooling(4, 2, rng())(x(), {3, 0});
           },
           "AttentionPooling: row 1 of the batch has length 0"},
          {"LSTMCell", [] { LSTMCell(1, largest, rng()); }, "LSTMCell: the size of the state cannot be"},
          {"LSTMCell",
           [] {
             LSTMCell(4, 2, rng())(zeros({1, 4}), {zeros({2, 2}), zeros({2, 2})});
           },
           "LSTMCell: the input (1, 4), the state"},
          {"LSTMCell",
           [] {
             LSTMCell(4, 2, rng())(zeros({1, 4}), {zeros({1, 2}), Variable()});
           },
           undefined("LSTMCell")},
          {"LSTM", [] { LSTM(0, 2, rng()); }, "LSTM: the size of the input must be 1"},
          {"LSTM",
           [] {
             LSTM(4, 2, rng())(zeros({2, 3, 5}));
           },
           "LSTM: x must have shape (batch, time, 4)"},
          {"LSTM",
           [] {
             LSTM(4, 2, rng())(x(), {3, 4});
           },
           "LSTM: row 1 of the batch has length 4"}};
}

WrongCalls recurrent_calls() {
  const auto gru = [](const Variable& input, const std::vector<Index>& lengths) {
    GRU(4, 2, rng())(input, lengths);
  };
  const auto positions = [](const Variable& input, Index begin) {
    Positions(PositionKind::sinusoidal, 5, 4, rng())(input, begin);
  };
  const auto options = [](Index size, Index layers, double dropout) {
    return TransformerOptions{
        .size = size, .heads = 1, .layers = layers, .feed_forward = 2, .dropout = dropout};
  };
  const auto attend = [](const SelfAttentionOptions& how, const Tensor& mask = {}) {
    HeadMemory memory;
    SelfAttention(4, 2, 0, rng(), true, how)(x(), memory, mask);
  };
  const auto attend_twice = [](const SelfAttentionOptions& how) {
    const SelfAttention attention(4, 2, 0, rng(), true, how);
    HeadMemory memory;
    attention(x(), memory, {});
    attention(x(), memory, {});
  };
  const auto decode = [=](DecoderMemory memory) { Decoder(options(4, 1, 0), rng())(x(), memory, {}, {}); };
  return {
      {"RNNCell", [] { RNNCell(1, 0, rng()); }, "RNNCell: the size of the state must be 1"},
      {"RNNCell",
       [] {
         RNNCell(4, 2, rng())(zeros({2, 4}), zeros({1, 2}));
       },
       "RNNCell: the input (2, 4) and the"},
      {"RNNCell",
       [] {
         RNNCell(4, 2, rng())(zeros({2, 4}), Variable());
       },
       undefined("RNNCell")},
      {"GRUCell", [] { GRUCell(1, largest, rng()); }, "GRUCell: the size of the state cannot be"},
      {"GRUCell", [] { GRUCell(4, 2, rng())(zeros({4}), zeros({2})); },
       "GRUCell: the input (4,) and the state"},
      {"GRU", [] { GRU(4, 0, rng()); }, "GRU: the size of the state must be 1"},
      {"GRU", [] { GRU(4, 2, rng(), -1); }, "GRU: the number of layers must be 1"},
      {"GRU", [] { GRU(4, 2, rng(), 1, false, 1); }, "Dropout: the probability"},
      {"GRU",
       [=] {
         gru(zeros({2, 0, 4}), {});
       },
       "GRU: x must have shape (batch, time, 4) with at least one step"},
      {"GRU", [=] { gru(zeros({4}), {}); }, "GRU: x must have shape"},
      {"GRU", [=] { gru(Variable(), {}); }, undefined("GRU")},
      {"GRU",
       [=] {
         gru(x(), {9, -4});
       },
       "GRU: row 0 of the batch has length 9"},
      {"GRU",
       [=] {
         gru(x(), {0, 1});
       },
       "GRU: row 0 of the batch has length 0; it must be between 1 and 3"},
      {"sinusoidal_positions", [] { sinusoidal_positions(-1, 4); },
       "sinusoidal_positions: the length must be 0"},
      {"sinusoidal_positions", [] { sinusoidal_positions(4, -1); },
       "sinusoidal_positions: the size must be 0"},
      {"Positions", [] { Positions(PositionKind::learned, 0, 4, rng()); },
       "positions: the maximum length must be"},
      {"Positions", [] { Positions(PositionKind::learned, 4, 0, rng()); }, "positions: the size must be 1"},
      {"Positions", [=] { positions(x(), -3); },
       "positions: the first position must be 0 or greater, not -3"},
      {"Positions", [=] { positions(x(), largest); }, "positions: the first position cannot be as large"},
      {"Positions",
       [=] {
         positions(zeros({2, 3, 1}), 0);
       },
       "positions: x must have shape (batch, time, 4)"},
      {"Positions", [=] { positions(zeros({4}), 0); }, "positions: x must have shape"},
      {"Positions", [=] { positions(Variable(), 0); }, undefined("positions")},
      {"alibi_bias", [] { alibi_bias(0, 0, 1, 1); }, "alibi_bias: the number of heads must be 1"},
      {"alibi_bias", [] { alibi_bias(1, -1, 1, 1); }, "alibi_bias: the first position must be 0"},
      {"MultiheadAttention", [] { MultiheadAttention(8, 4, 0, rng(), true, 3); },
       "multi-head attention: 4 heads cannot share 3 heads of keys and values equally"},
      {"MultiheadAttention", [] { MultiheadAttention(8, 4, 0, rng(), true, -1); },
       "multi-head attention: 4 heads cannot share -1 heads"},
      {"SelfAttention", [=] { attend({.kind = AttentionKind::low_rank, .causal = true}); },
       "self-attention: low-rank attention mixes all keys, later ones too, so it cannot be causal"},
      {"SelfAttention", [=] { attend({.kind = AttentionKind::local, .positions = PositionKind::alibi}); },
       "self-attention: ALiBi needs full attention"},
      {"SelfAttention", [=] { attend({.kind = AttentionKind::linear, .positions = PositionKind::rotary}); },
       "self-attention: rotary positions need full, local or strided attention; take"},
      {"SelfAttention", [] { SelfAttention(6, 2, 0, rng(), true, {.positions = PositionKind::rotary}); },
       "self-attention: rotary positions need an even size of a head, not 3"},
      {"SelfAttention", [=] { attend({.reach = 0}); }, "self-attention: the reach must be 1"},
      {"SelfAttention", [=] { attend({.kind = AttentionKind::local}, causal_mask(3)); },
       "self-attention: unless attention is full, a mask can hide keys only: it must have shape (2, 1, 3), "
       "not (3, 3)"},
      {"SelfAttention", [=] { attend_twice({.kind = AttentionKind::strided}); },
       "self-attention: unless attention is full, a sequence can go on only if it is causal"},
      {"SelfAttention", [=] { attend_twice({.kind = AttentionKind::linear}); },
       "self-attention: unless attention is full, a sequence can go on only if it is causal"},
      {"SelfAttention", [=] { attend_twice({.kind = AttentionKind::low_rank}); },
       "self-attention: unless attention is full, a sequence can go on only if it is causal"},
      {"EncoderLayer", [=] { EncoderLayer(options(4, 1, 1), rng()); }, "Dropout: the probability"},
      {"EncoderLayer",
       [=] {
         EncoderLayer(options(4, 1, 0), rng())(zeros({2, 4}), {});
       },
       "self_attention: multi-head"},
      {"DecoderLayer", [=] { DecoderLayer(options(0, 1, 0), rng()); },
       "multi-head attention: the size must be 1"},
      {"Encoder", [=] { Encoder(options(4, -1, 0), rng()); }, "encoder: the number of layers must be 1"},
      {"Encoder", [=] { Encoder(options(4, 1, not_a_number), rng()); }, "Dropout: the probability"},
      {"Decoder", [=] { Decoder(options(4, 0, 0), rng()); }, "decoder: the number of layers must be 1"},
      {"Decoder", [=] { decode({}); }, "decoder: a memory of 0 layers for a decoder of 1 layers"},
      {"Decoder", [=] { decode({{}}); },
       "layers.0.cross_attention: multi-head attention: the memory is empty"},
      {"Decoder",
       [=] {
         decode({{{}, {zeros({9, 1, 3, 4}), zeros({9, 1, 3, 4})}}});
       },
       "layers.0.cross_attention: multi-head attention: a memory with keys (9, 1, 3, 4)"},
      {"remember", [=] { Decoder(options(4, 1, 0), rng()).remember(Variable()); },
       "layers.0.cross_attention: "},
  };
}

WrongCalls training_calls() {
  return {
      {"SGD", [] { SGD({leaf(ones({1}))}, -1); }, "optimiser: the learning rate"},
      {"Adam", [] { Adam({leaf(ones({1}))}, not_a_number); }, "optimiser: the learning rate"},
      {"SGD", [] { SGD({leaf(ones({1}))}, 1, not_a_number); }, "optimiser: "},
      {"SGD", [] { SGD({Variable()}, 1); }, "optimiser: parameter 0 is undefined"},
      {"Adam", [] { Adam({leaf(ones({1}))}, 1, {.beta1 = 1}); }, "optimiser: "},
      {"Adam", [] { Adam({ones({1})}, 1); }, "optimiser: parameter 0 of shape (1,) is a constant"},
      {"clip_gradient_norm", [] { clip_gradient_norm({}, -1); },
       "clip_gradient_norm: the largest norm must be"},
      {"clip_gradient_norm", [] { clip_gradient_norm({}, not_a_number); }, "clip_gradient_norm: the largest"},
      {"make_schedule", [] { make_schedule("steep", 1, 1, 1); }, "schedule: 'steep' is not one of"},
      {"make_schedule", [] { make_schedule("constant", not_a_number, 1, 1); }, "schedule: the rate must be"},
      {"make_schedule", [] { make_schedule("constant", -1, 1, 1); }, "schedule: the rate must be"},
      {"make_schedule", [] { make_schedule("cosine", 1, -1, 1); },
       "schedule: the number of warm-up steps must be"},
      {"make_schedule", [] { make_schedule("linear", 1, 1, -largest); },
       "schedule: the number of steps must be"},
      {"rate", [] { make_schedule("cosine", 1, 0, 9)->rate(0); }, "schedule: steps are counted from 1"},
      {"rate", [] { make_schedule("noam", 1, 0, 9)->rate(-largest); }, "schedule: steps are counted from 1"},
  };
}

}  // namespace

WrongCalls wrong_network_calls() {
  WrongCalls all = module_calls();
  for (const WrongCalls& calls :
       {convolution_layer_calls(), audio_calls(), vision_calls(), attention_calls(), graph_calls(),
        efficient_calls(), pointer_calls(), pooling_calls(), recurrent_calls(), training_calls()})
    all.insert(all.end(), calls.begin(), calls.end());
  return all;
}

}  // namespace heed::testing
