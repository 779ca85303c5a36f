// Wrong calls of the operations that only variables have, and of the engine and its observers.
#include "autograd/backward.h"
#include "autograd/gradient.h"
#include "autograd/gradient_check.h"
#include "autograd/operations/additive_scores.h"
#include "autograd/operations/attention.h"
#include "autograd/operations/convolution.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/dropout.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/layer_norm.h"
#include "autograd/operations/losses.h"
#include "autograd/operations/recurrence.h"
#include "autograd/variable.h"
#include "autograd/watch/attention_watch.h"
#include "autograd/watch/graph.h"
#include "autograd/watch/profile.h"
#include "autograd/watch/trace.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tests/wrong_calls.h"

namespace heed::testing {
namespace {

std::string undefined(const std::string& operation) { return operation + ": this tensor is undefined"; }

Variable x() { return zeros({2, 3}); }
Rng& rng() {
  static Rng one;
  return one;
}

TokenMatrix damaged_tokens() {
  TokenMatrix tokens(2, 2);
  tokens.ids.resize(100);
  return tokens;
}

WrongCalls choosing_calls() {
  return {
      {"embedding", [] { embedding(Variable(), TokenMatrix(1, 1)); }, undefined("embedding")},
      {"embedding", [] { embedding(x(), damaged_tokens()); },
       "embedding: a token matrix of 2 rows and 2 columns"},
      {"embedding", [] { embedding(zeros({2}), TokenMatrix(1, 1)); },
       "embedding: the table must be (words, size)"},
      {"embedding", [] { embedding(x(), TokenMatrix(1, 1, 2)); },
       "embedding: token 2 is outside the table of 2"},
      {"embedding", [] { embedding(x(), TokenMatrix(1, 1, -1)); }, "embedding: token -1 is outside"},
      {"embedding", [] { embedding(x(), TokenMatrix(1, 1), 2); },
       "embedding: padding 2 is outside the table"},
      {"embedding", [] { embedding(x(), TokenMatrix(1, 1), -2); }, "embedding: padding -2 is outside"},
      {"index_select", [] { index_select(Variable(), 0, {0}); }, undefined("index_select")},
      {"index_select", [] { index_select(x(), 2, {0}); }, "index_select: axis 2 does not exist"},
      {"index_select", [] { index_select(x(), 0, {2}); }, "index_select: index 2 is outside axis 0"},
      {"index_select", [] { index_select(x(), 0, {-1}); }, "index_select: index -1 is outside axis 0"},
      {"gather", [] { gather(Variable(), 0, TokenMatrix(1, 1)); }, undefined("gather")},
      {"gather", [] { gather(x(), 0, damaged_tokens()); }, "gather: a token matrix of 2 rows"},
      {"gather", [] { gather(zeros({2}), 0, TokenMatrix(1, 1)); }, "gather: x must have two axes"},
      {"gather", [] { gather(x(), 2, TokenMatrix(1, 1)); }, "gather: axis 2 does not exist"},
      {"gather", [] { gather(x(), 1, TokenMatrix(1, 1, 3)); }, "gather: index 3 is outside axis 1"},
      {"gather", [] { gather(x(), 1, TokenMatrix(3, 1)); },
       "gather: indices (3, 1) have more than the 2 rows"},
      {"cross_entropy", [] { cross_entropy(Variable(), TokenMatrix(1, 1)); }, undefined("cross_entropy")},
      {"cross_entropy", [] { cross_entropy(x(), damaged_tokens()); },
       "cross_entropy: a token matrix of 2 rows"},
      {"cross_entropy", [] { cross_entropy(x(), TokenMatrix(1, 3)); },
       "cross_entropy: 3 targets for logits (2, 3)"},
      {"cross_entropy", [] { cross_entropy(x(), TokenMatrix(1, 2, 3)); },
       "cross_entropy: target 3 is outside"},
      {"cross_entropy", [] { cross_entropy(scalar(1), TokenMatrix(1, 1)); },
       "cross_entropy: the logits must have"},
      {"cross_entropy", [] { cross_entropy(x(), TokenMatrix(1, 2), {.smoothing = not_a_number}); },
       "cross_entropy: the smoothing must be between 0 and 1"},
      {"cross_entropy", [] { cross_entropy(x(), TokenMatrix(1, 2), {.class_weights = zeros({2})}); },
       "cross_entropy: class weights (2,) do not fit"},
      {"cross_entropy",
       [] { cross_entropy(x(), TokenMatrix(1, 2), {.class_weights = full({3}, not_a_number)}); },
       "cross_entropy: class weight 0 is nan"},
      {"cross_entropy", [] { cross_entropy(x(), TokenMatrix(1, 2), {.axis = 2}); }, "cross_entropy: axis 2"},
  };
}

WrongCalls layer_calls() {
  const auto cube = [] { return Variable(zeros({2, 3, 4})); };
  const auto gru = [](std::vector<Index> lengths) {
    gru_sequence(zeros({2, 3, 6}), zeros({2, 2}), zeros({6, 2}), zeros({6}), lengths);
  };
  return {
      {"dropout", [] { dropout(x(), 1, rng()); },
       "dropout: the probability must be at least 0 and below 1, not 1"},
      {"dropout", [] { dropout(x(), -0.1, rng()); },
       "dropout: the probability must be at least 0 and below 1"},
      {"dropout", [] { dropout(x(), not_a_number, rng()); }, "dropout: the probability must be"},
      {"dropout", [] { dropout(Variable(), 0, rng()); }, undefined("dropout")},
      {"dropout", [] { kernel::dropout(ones({2}), {.probability = 2}); }, "dropout: the probability must be"},
      {"additive_scores", [=] { additive_scores(Variable(), cube(), zeros({4})); },
       undefined("additive_scores")},
      {"additive_scores", [=] { additive_scores(cube(), cube(), zeros({3})); },
       "additive_scores: queries (2, 3, 4)"},
      {"additive_scores", [=] { additive_scores(cube(), x(), zeros({4})); }, "additive_scores: queries"},
      {"attention", [=] { attention(cube(), Variable(), cube()); }, undefined("attention")},
      {"attention", [=] { attention(zeros({3}), zeros({3}), zeros({3})); },
       "attention: Q (3,), K (3,) and V"},
      {"attention",
       [=] {
         attention(cube(), zeros({1, 3, 4}), zeros({1, 3, 4}));
       },
       "attention: Q (2, 3, 4), K (1"},
      {"attention", [=] { attention(cube(), cube(), cube(), zeros({2})); },
       "attention: mask and scores: shapes"},
      {"attention", [=] { attention(cube(), cube(), cube(), {}, not_a_number); },
       "attention: the scale must be"},
      {"attention", [=] { attention(cube(), cube(), cube(), {}, 1, {.probability = 1}); },
       "attention: the dropout"},
      {"layer_norm", [] { layer_norm(Variable(), ones({3}), ones({3})); }, undefined("layer_norm")},
      {"layer_norm", [] { layer_norm(x(), Variable(), ones({3})); }, undefined("layer_norm")},
      {"layer_norm", [] { layer_norm(x(), ones({2}), ones({3})); }, "layer_norm: gain (2,) and shift (3,)"},
      {"layer_norm", [] { layer_norm(x(), ones({3}), ones({3}), {.epsilon = -1}); },
       "layer_norm: epsilon must be"},
      {"layer_norm", [] { layer_norm(x(), ones({3}), ones({3}), {.epsilon = not_a_number}); },
       "layer_norm: epsilon"},
      {"layer_norm", [] { layer_norm(x(), ones({3}), ones({3}), {.axis = 2}); },
       "layer_norm: axis 2 does not exist"},
      {"mse_loss", [] { mse_loss(x(), Variable()); }, undefined("mse_loss")},
      {"mse_loss", [] { mse_loss(x(), zeros({3})); }, "mse_loss: a prediction of shape (2, 3)"},
      {"l1_loss", [] { l1_loss(Variable(), Variable()); }, undefined("l1_loss")},
      {"binary_cross_entropy_with_logits", [] { binary_cross_entropy_with_logits(x(), Variable()); },
       undefined("binary_cross_entropy_with_logits")},
      {"gru_step", [] { gru_step(Variable(), x(), x()); }, undefined("gru_step")},
      {"gru_step", [] { gru_step(x(), x(), x()); }, "gru_step: gates (2, 3) and (2, 3) do not fit the state"},
      {"gru_sequence", [] { gru_sequence(Variable(), x(), x(), x()); }, undefined("gru_sequence")},
      {"gru_sequence", [=] { gru_sequence(cube(), x(), x(), x()); }, "gru_sequence: input gates (2, 3, 4)"},
      {"gru_sequence",
       [=] {
         gru({9, -4});
       },
       "gru_sequence: row 0 of the batch has length 9"},
      {"gru_sequence", [=] { gru({1}); }, "gru_sequence: 1 lengths for a batch of 2"},
      {"softmax_adjoint", [] { kernel::softmax_adjoint(zeros({2}), Tensor()); },
       undefined("softmax_adjoint")},
      {"log_softmax_adjoint", [] { kernel::log_softmax_adjoint(zeros({2}), zeros({3})); },
       "log_softmax_adjoint: "},
  };
}

WrongCalls engine_calls() {
  return {
      {"leaf", [] { leaf(Tensor()); }, undefined("leaf")},
      {"backward", [] { x().backward(); }, "backward: a result of shape (2, 3) needs the gradient"},
      {"backward", [] { Variable().backward(); }, "backward: this variable depends on no parameter"},
      {"backward", [] { leaf(ones({2})).backward(Tensor()); }, "backward: no gradient was given"},
      {"backward", [] { leaf(ones({2})).backward(ones({3})); }, "backward: gradient of shape (3,)"},
      {"run_backward", [] { run_backward({}, ones({}), {}); }, "backward: there is no node"},
      {"set_grad",
       [] {
         x().set_grad(ones({2, 3}));
       },
       "set_grad: this variable does not track a gradient"},
      {"set_grad", [] { leaf(ones({2})).set_grad(ones({3})); }, "set_grad: gradient of shape (3,)"},
      {"in_place", [] { Gradient(nullptr).in_place(); }, "Gradient::in_place: this gradient is not wanted"},
      {"add", [] { Gradient(leaf(ones({2})).node().get()).add(Tensor()); },
       "the rule gives an undefined gradient"},
      {"add_product",
       [] {
         const Variable w = leaf(ones({2, 2}));
         Gradient(w.node().get()).add_product(ones({2}), ones({2}));
       },
       "a product (2,) x (2,) is not one of matrices"},
      {"check_gradients", [] { check_gradients(nullptr, {}, rng()); },
       "check_gradients: the function is empty"},
      {"check_gradients",
       [] { check_gradients([](const std::vector<Variable>&) { return Variable(); }, {}, rng()); },
       undefined("check_gradients: the function's result")},
      {"Graph", [] { Graph{x()}; }, "graph: this variable tracks no gradient"},
      {"Profile", [] { Profile{nullptr}; }, "stopwatch: the clock is empty"},
      {"Trace", [] { Trace{nullptr}; }, "stopwatch: the clock is empty"},
      {"weights", [] { AttentionCall().weights(); }, "attention watch: '' announced neither a formula"},
  };
}

WrongCalls convolution_calls() {
  const Variable picture = zeros({1, 2, 4, 6}), line = zeros({1, 2, 4}), undefined_one;
  return {
      {"unfold",
       [=] {
         unfold(undefined_one, {.size = {1, 1}});
       },
       undefined("unfold")},
      {"unfold",
       [=] {
         unfold(line, {.size = {1, 1}});
       },
       "unfold: x must have shape (batch, channels, height"},
      {"unfold",
       [=] {
         unfold(picture, {.size = {0, 1}});
       },
       "unfold: the height of the window must be at"},
      {"unfold",
       [=] {
         unfold(picture, {.size = {1, 7}});
       },
       "unfold: a window of width 7 does not fit"},
      {"unfold",
       [=] {
         unfold(picture, {{1, 1}, {1, 0}, {0, 0}});
       },
       "unfold: the stride along the width"},
      {"unfold",
       [=] {
         unfold(picture, {{1, 1}, {1, 1}, {-1, 0}});
       },
       "unfold: the padding along the height"},
      {"unfold",
       [=] {
         unfold(picture, {{1, 1}, {1, 1}, {INT64_MAX, 0}});
       },
       "unfold: the padding 9223372036"},
      {"patches", [=] { patches(undefined_one, 2); }, undefined("patches")},
      {"patches", [=] { patches(line, 2); }, "patches: x must have shape (batch, channels, height, width)"},
      {"patches", [=] { patches(picture, 3); }, "patches: a picture of 4 x 6 pixels cannot be cut into"},
      {"patches", [=] { patches(picture, 0); }, "patches: a picture of 4 x 6 pixels cannot be cut into"},
      {"conv2d", [=] { conv2d(picture, undefined_one); }, undefined("conv2d")},
      {"conv2d",
       [=] {
         conv2d(line, zeros({3, 2, 1, 1}));
       },
       "conv2d: x must have shape (batch, channels, h"},
      {"conv2d",
       [=] {
         conv2d(picture, zeros({3, 2, 1}));
       },
       "conv2d: x must have shape (batch, channels, h"},
      {"conv2d",
       [=] {
         conv2d(picture, zeros({3, 1, 1, 1}));
       },
       "conv2d: x (1, 2, 4, 6) has 2 channels"},
      {"conv2d",
       [=] {
         conv2d(picture, zeros({3, 2, 5, 1}));
       },
       "conv2d: a window of height 5 does not fit"},
      {"conv2d",
       [=] {
         conv2d(picture, zeros({3, 2, 1, 1}), zeros({2}));
       },
       "conv2d: the bias (2,) must have"},
      {"conv2d",
       [=] {
         conv2d(picture, zeros({3, 2, 1, 1}), {}, {.stride = 0});
       },
       "conv2d: the stride along"},
      {"conv1d",
       [=] {
         conv1d(undefined_one, zeros({1, 1, 1}));
       },
       undefined("conv1d")},
      {"conv1d",
       [=] {
         conv1d(picture, zeros({3, 2, 1}));
       },
       "conv1d: x must have shape (batch, channels, t"},
      {"conv1d",
       [=] {
         conv1d(line, zeros({3, 2, 5}));
       },
       "conv1d: a window of width 5 does not fit"},
      {"conv1d",
       [=] {
         conv1d(line, zeros({3, 2, 1}), {}, {.padding = -1});
       },
       "conv1d: the padding along"},
      {"max_pool2d", [=] { max_pool2d(undefined_one, 2); }, undefined("max_pool2d")},
      {"max_pool2d", [=] { max_pool2d(line, 2); }, "max_pool2d: x must have shape (batch, channels"},
      {"max_pool2d", [=] { max_pool2d(picture, 5); }, "max_pool2d: a window of height 5 does not fit"},
  };
}

}  // namespace

WrongCalls wrong_operation_calls() {
  WrongCalls all = choosing_calls();
  for (const WrongCalls& calls : {layer_calls(), engine_calls(), convolution_calls()})
    all.insert(all.end(), calls.begin(), calls.end());
  return all;
}

}  // namespace heed::testing
