// Every layer of the table in layer_cases.h once more, as plain tensor expressions and loops that share no code
// with nn/ or autograd/: each function takes the parameters by name and the inputs, and returns the result.
#pragma once

#include "tensor/tensor.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace heed::testing {

using Parameters = std::map<std::string, Tensor>;  // by the names in the state dictionary
using Reference = std::function<Tensor(const Parameters&, const std::vector<Tensor>& inputs)>;

namespace plain {

Tensor linear(const Parameters& p, const std::string& name, const Tensor& x);  // x Wᵀ + b, or x Wᵀ
Tensor layer_norm(const Parameters& p, const std::string& name, const Tensor& x);
Tensor rms_norm(const Parameters& p, const std::string& name, const Tensor& x);  // with a weight, or without
Tensor feed_forward(const Parameters& p, const std::string& name, const Tensor& x, bool gelu);
Tensor embedding(const Tensor& table, const Tensor& tokens);
Tensor sinusoidal_positions(Index time, Index size);

// One step: x (batch, inputs), h (batch, hidden) -> (batch, hidden).
Tensor rnn_step(const Parameters& p, const std::string& name, const Tensor& x, const Tensor& h);
Tensor gru_step(const Parameters& p, const std::string& name, const Tensor& x, const Tensor& h);
// A GRU of two layers over x (batch, time, inputs), whose row b has lengths(b) steps: the last layer's outputs,
// flattened to (batch, time * size), and the final states of both layers, side by side.
Tensor gru(const Parameters& p, const Tensor& x, const Tensor& lengths, bool both_directions);

// A step of an LSTM, the states h and c side by side: (batch, 2 hidden) -> the same.
Tensor lstm_step(const Parameters& p, const std::string& name, const Tensor& x, const Tensor& state);
// An LSTM of one layer, as gru(): outputs, and the final h of both directions, then their final c.
Tensor lstm(const Parameters& p, const Tensor& x, const Tensor& lengths, bool both_directions);
// Convolution by its definition: x (batch, channels, height, width), weight (outputs, channels, rows, columns), with `padding`
// zeros around x.
Tensor convolution(const Parameters& p, const Tensor& x, Index stride, Index padding);
// Attention pooling of x (batch, time, size), whose row b has lengths(b) elements.
Tensor attention_pooling(const Parameters& p, const Tensor& x, const Tensor& lengths);
// Graph attention of x (batch, nodes, inputs) with neighbours (nodes, nodes): GAT, or the second version.
Tensor graph_attention(const Parameters& p, const Tensor& x, const Tensor& neighbours, bool second);

// softmax over the keys that the mask allows
Tensor weights(const Tensor& scores, const Tensor& mask);
// The scores of the family by name: Q (batch, queries, size), K (batch, keys, size) -> (batch, queries, keys).
Tensor scores(const std::string& name, const Parameters& p, const Tensor& Q, const Tensor& K);
Tensor multihead(const Parameters& p, const std::string& name, Index heads, const Tensor& Q, const Tensor& K,
                 const Tensor& V, const Tensor& mask);

struct Transformer {
  Index heads;
  bool pre_norm, gelu;
  bool rms = false, final_norm = true;
};
Tensor encoder_layer(const Transformer& kind, const Parameters& p, const std::string& name, const Tensor& x,
                     const Tensor& mask);
Tensor decoder_layer(const Transformer& kind, const Parameters& p, const std::string& name, const Tensor& x,
                     const Tensor& encoded, const Tensor& self_mask, const Tensor& cross_mask);
// Two layers, and a norm after them if pre_norm.
Tensor encoder(const Transformer& kind, const Parameters& p, const Tensor& x, const Tensor& mask);
Tensor decoder(const Transformer& kind, const Parameters& p, const Tensor& x, const Tensor& encoded,
               const Tensor& self_mask, const Tensor& cross_mask);

// tokens (batch, time) -> logits; the parameters say which kind it is.
Tensor gpt(const Transformer& kind, const Parameters& p, const Tensor& tokens);

}  // namespace plain
}  // namespace heed::testing
