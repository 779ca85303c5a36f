#include "tests/nn/layer_references.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <cmath>

namespace heed::testing::plain {
namespace {

std::string join(const std::string& name, const std::string& rest) {
  return name.empty() ? rest : name + "." + rest;
}

Tensor gelu_of(const Tensor& x) {
  Tensor y = x.clone();
  Scalar* const to = y.mutable_data();
  for (Index i = 0; i < y.numel(); ++i) {
    const double value = static_cast<double>(to[i]);
    to[i] = static_cast<Scalar>(value * 0.5 * (1 + std::erf(value / std::sqrt(2.0))));
  }
  return y;
}

Tensor relu_of(const Tensor& x) { return where(less(x, scalar(0)), zeros(x.shape()), x); }

}  // namespace

Tensor linear(const Parameters& p, const std::string& name, const Tensor& x) {
  const Tensor y = matmul(x, transpose(p.at(join(name, "weight"))));
  const auto bias = p.find(join(name, "bias"));
  return bias == p.end() ? y : y + bias->second;
}

Tensor layer_norm(const Parameters& p, const std::string& name, const Tensor& x) {
  const double size = static_cast<double>(x.size(-1));
  const Tensor centred = x - sum(x, -1, keep_axis) / size;
  const Tensor variance = sum(centred * centred, -1, keep_axis) / size;
  return centred / sqrt(variance + 1e-5) * p.at(join(name, "weight")) + p.at(join(name, "bias"));
}

Tensor rms_norm(const Parameters& p, const std::string& name, const Tensor& x) {
  const Tensor y = x / sqrt(sum(x * x, -1, keep_axis) / static_cast<double>(x.size(-1)) + 1e-5);
  const auto weight = p.find(join(name, "weight"));
  return weight == p.end() ? y : y * weight->second;
}

static Tensor norm_of(const Transformer& kind, const Parameters& p, const std::string& name,
                      const Tensor& x) {
  return kind.rms ? rms_norm(p, name, x) : layer_norm(p, name, x);
}

Tensor feed_forward(const Parameters& p, const std::string& name, const Tensor& x, bool gelu) {
  const Tensor inner = linear(p, join(name, "linear1"), x);
  return linear(p, join(name, "linear2"), gelu ? gelu_of(inner) : relu_of(inner));
}

Tensor embedding(const Tensor& table, const Tensor& tokens) {
  std::vector<Tensor> rows;
  for (const Scalar token : tokens.to_vector()) rows.push_back(select(table, 0, static_cast<Index>(token)));
  return reshape(stack(rows, 0), {tokens.size(0), tokens.size(1), table.size(1)});
}

Tensor sinusoidal_positions(Index time, Index size) {
  Tensor table = zeros({time, size});
  for (Index p = 0; p < time; ++p) {
    for (Index i = 0; 2 * i < size; ++i) {
      const double angle = static_cast<double>(p) /
                           std::pow(10000.0, 2.0 * static_cast<double>(i) / static_cast<double>(size));
      table.at(p, 2 * i) = static_cast<Scalar>(std::sin(angle));
      if (2 * i + 1 < size) table.at(p, 2 * i + 1) = static_cast<Scalar>(std::cos(angle));
    }
  }
  return table;
}

Tensor rnn_step(const Parameters& p, const std::string& name, const Tensor& x, const Tensor& h) {
  return tanh(linear(p, join(name, "from_input"), x) + linear(p, join(name, "from_state"), h));
}

// r, z = sigmoid(gates of x + gates of h), n = tanh(x's + r h's), h' = (1 - z) n + z h: Cho et al. (2014), with
// PyTorch's placement of r.
Tensor gru_step(const Parameters& p, const std::string& name, const Tensor& x, const Tensor& h) {
  const Tensor of_x = linear(p, join(name, "from_input"), x), of_h = linear(p, join(name, "from_state"), h);
  const Index hidden = h.size(1);
  const auto gate = [&](const Tensor& gates, Index i) {
    return slice(gates, 1, i * hidden, (i + 1) * hidden);
  };
  const Tensor r = sigmoid(gate(of_x, 0) + gate(of_h, 0)), z = sigmoid(gate(of_x, 1) + gate(of_h, 1));
  const Tensor n = tanh(gate(of_x, 2) + r * gate(of_h, 2));
  return (1.0 - z) * n + z * h;
}

// i, f, o = sigmoid(...), g = tanh(...), c' = f c + i g, h' = o tanh(c'): Hochreiter and Schmidhuber (1997).
Tensor lstm_step(const Parameters& p, const std::string& name, const Tensor& x, const Tensor& state) {
  const Index hidden = state.size(1) / 2;
  const Tensor h = slice(state, 1, 0, hidden), c = slice(state, 1, hidden, 2 * hidden);
  const Tensor gates = linear(p, join(name, "from_input"), x) + linear(p, join(name, "from_state"), h);
  const auto gate = [&](Index i) { return slice(gates, 1, i * hidden, (i + 1) * hidden); };
  const Tensor next = sigmoid(gate(1)) * c + sigmoid(gate(0)) * tanh(gate(2));
  return concatenate({sigmoid(gate(3)) * tanh(next), next}, 1);
}

Tensor lstm(const Parameters& p, const Tensor& x, const Tensor& lengths, bool both_directions) {
  const Index batch = x.size(0), time = x.size(1), hidden = p.at("cells.0.from_state.weight").size(1);
  std::vector<Tensor> outputs, final_h, final_c;
  for (int direction = 0; direction < (both_directions ? 2 : 1); ++direction) {
    Tensor output = zeros({batch, time, hidden}), final = zeros({batch, 2 * hidden});
    for (Index row = 0; row < batch; ++row) {
      Tensor state = zeros({1, 2 * hidden});
      const Index steps = static_cast<Index>(lengths(row));
      for (Index step = 0; step < steps; ++step) {
        const Index t = direction == 0 ? step : steps - 1 - step;
        state = lstm_step(p, "cells." + std::to_string(direction),
                          unsqueeze(select(select(x, 0, row), 0, t), 0), state);
        select(select(output, 0, row), 0, t).copy_from(slice(select(state, 0, 0), 0, 0, hidden));
      }
      select(final, 0, row).copy_from(select(state, 0, 0));
    }
    outputs.push_back(output);
    final_h.push_back(slice(final, 1, 0, hidden));
    final_c.push_back(slice(final, 1, hidden, 2 * hidden));
  }
  final_h.insert(final_h.begin(), reshape(concatenate(outputs, 2), {batch, -1}));
  final_h.insert(final_h.end(), final_c.begin(), final_c.end());
  return concatenate(final_h, 1);
}

Tensor convolution(const Parameters& p, const Tensor& x, Index stride, Index padding) {
  const Tensor& w = p.at("weight");
  const auto windows = [&](int axis) { return (x.size(axis) + 2 * padding - w.size(axis)) / stride + 1; };
  Tensor y = zeros({x.size(0), w.size(0), windows(2), windows(3)});
  const auto pixel = [&](Index b, Index c, Index row, Index column) {
    const bool outside = row < 0 || column < 0 || row >= x.size(2) || column >= x.size(3);
    return outside ? Scalar{0} : x(b, c, row, column);
  };
  for (Index b = 0; b < y.size(0); ++b)
    for (Index o = 0; o < y.size(1); ++o)
      for (Index row = 0; row < y.size(2); ++row)
        for (Index column = 0; column < y.size(3); ++column) {
          Scalar sum = p.at("bias")(o);
          for (Index c = 0; c < w.size(1); ++c)
            for (Index i = 0; i < w.size(2); ++i)
              for (Index j = 0; j < w.size(3); ++j)
                sum += w(o, c, i, j) * pixel(b, c, row * stride + i - padding, column * stride + j - padding);
          y.at(b, o, row, column) = sum;
        }
  return y;
}

Tensor attention_pooling(const Parameters& p, const Tensor& x, const Tensor& lengths) {
  std::vector<Tensor> rows;
  for (Index b = 0; b < x.size(0); ++b) {
    const Tensor words = slice(select(x, 0, b), 0, 0, static_cast<Index>(lengths(b)));  // (length, size)
    const Tensor scores = matmul(tanh(linear(p, "projection", words)), unsqueeze(p.at("query"), 1));
    const Tensor shares = exp(scores) / sum(exp(scores));
    rows.push_back(squeeze(matmul(transpose(shares), words), 0));
  }
  return stack(rows, 0);
}

Tensor graph_attention(const Parameters& p, const Tensor& x, const Tensor& neighbours, bool second) {
  const auto leaky = [](const Tensor& t) { return maximum(t, scalar(0)) + minimum(t, scalar(0)) * 0.2; };
  const Index batch = x.size(0), nodes = x.size(1);
  const Tensor keys = matmul(x, transpose(p.at(second ? "key.weight" : "value.weight")));
  const Tensor queries = second ? matmul(x, transpose(p.at("query.weight"))) : keys;
  Tensor result = zeros(keys.shape());
  for (Index b = 0; b < batch; ++b) {
    for (Index i = 0; i < nodes; ++i) {
      Tensor all = zeros({keys.size(2)}), total = zeros({});
      for (Index j = 0; j < nodes; ++j) {
        if (neighbours(i, j) == 0) continue;
        const Tensor q = queries[b][i], k = keys[b][j];
        const Tensor score =
            second ? sum(p.at("v") * leaky(q + k)) : leaky(sum(p.at("query") * q) + sum(p.at("key") * k));
        all = all + exp(score) * k;
        total = total + exp(score);
      }
      select(select(result, 0, b), 0, i).copy_from(all / total);
    }
  }
  return result;
}

Tensor gru(const Parameters& p, const Tensor& x, const Tensor& lengths, bool both_directions) {
  const Index batch = x.size(0), time = x.size(1);
  const int directions = both_directions ? 2 : 1;
  Tensor input = x;
  std::vector<Tensor> finals;
  for (int layer = 0; layer < 2; ++layer) {
    std::vector<Tensor> outputs;
    for (int direction = 0; direction < directions; ++direction) {
      const std::string cell = "cells." + std::to_string(layer * directions + direction);
      const Index hidden = p.at(cell + ".from_state.weight").size(1);
      Tensor output = zeros({batch, time, hidden}), final = zeros({batch, hidden});
      for (Index row = 0; row < batch; ++row) {
        Tensor h = zeros({1, hidden});
        const Index steps = static_cast<Index>(lengths(row));
        for (Index step = 0; step < steps; ++step) {
          const Index t = direction == 0 ? step : steps - 1 - step;
          h = gru_step(p, cell, unsqueeze(select(select(input, 0, row), 0, t), 0), h);
          select(select(output, 0, row), 0, t).copy_from(select(h, 0, 0));
        }
        select(final, 0, row).copy_from(select(h, 0, 0));
      }
      outputs.push_back(output);
      finals.push_back(final);
    }
    input = concatenate(outputs, 2);
  }
  std::vector<Tensor> parts{reshape(input, {batch, -1})};
  parts.insert(parts.end(), finals.begin(), finals.end());
  return concatenate(parts, 1);
}

Tensor weights(const Tensor& scores, const Tensor& mask) {
  const Tensor e = mask.defined() ? exp(scores) * mask : exp(scores);
  return e / sum(e, -1, keep_axis);
}

Tensor scores(const std::string& name, const Parameters& p, const Tensor& Q, const Tensor& K) {
  if (name == "dot") return matmul(Q, transpose(K));
  if (name == "scaled") return matmul(Q, transpose(K)) / std::sqrt(static_cast<double>(Q.size(-1)));
  if (name == "general") return matmul(matmul(Q, p.at("weight")), transpose(K));
  if (name == "cosine") {
    const Tensor q_norm = sqrt(sum(Q * Q, -1, keep_axis)), k_norm = sqrt(sum(K * K, -1, keep_axis));
    return matmul(Q, transpose(K)) / (q_norm * transpose(k_norm));
  }
  const Tensor q = linear(p, "query", Q), k = linear(p, "key", K);  // additive
  return sum(tanh(unsqueeze(q, 2) + unsqueeze(k, 1)) * p.at("v"), -1);
}

Tensor multihead(const Parameters& p, const std::string& name, Index heads, const Tensor& Q, const Tensor& K,
                 const Tensor& V, const Tensor& mask) {
  const Tensor q = linear(p, join(name, "query"), Q), k = linear(p, join(name, "key"), K),
               v = linear(p, join(name, "value"), V);
  const Index d_k = Q.size(-1) / heads;
  std::vector<Tensor> outputs;
  for (Index head = 0; head < heads; ++head) {
    const auto one = [&](const Tensor& x) { return slice(x, 2, head * d_k, (head + 1) * d_k); };
    const Tensor products = matmul(one(q), transpose(one(k))) / std::sqrt(static_cast<double>(d_k));
    outputs.push_back(matmul(weights(products, mask), one(v)));
  }
  return linear(p, join(name, "output"), concatenate(outputs, 2));
}

Tensor encoder_layer(const Transformer& kind, const Parameters& p, const std::string& name, const Tensor& x,
                     const Tensor& mask) {
  const auto norm = [&](int i, const Tensor& y) {
    return norm_of(kind, p, join(name, "norm" + std::to_string(i)), y);
  };
  const auto attend = [&](const Tensor& y) {
    return multihead(p, join(name, "self_attention"), kind.heads, y, y, y, mask);
  };
  const auto feed = [&](const Tensor& y) {
    return feed_forward(p, join(name, "feed_forward"), y, kind.gelu);
  };
  if (kind.pre_norm) {
    const Tensor y = x + attend(norm(1, x));
    return y + feed(norm(2, y));
  }
  const Tensor y = norm(1, x + attend(x));
  return norm(2, y + feed(y));
}

Tensor decoder_layer(const Transformer& kind, const Parameters& p, const std::string& name, const Tensor& x,
                     const Tensor& encoded, const Tensor& self_mask, const Tensor& cross_mask) {
  const auto norm = [&](int i, const Tensor& y) {
    return layer_norm(p, join(name, "norm" + std::to_string(i)), y);
  };
  const auto attend = [&](const Tensor& y) {
    return multihead(p, join(name, "self_attention"), kind.heads, y, y, y, self_mask);
  };
  const auto cross = [&](const Tensor& y) {
    return multihead(p, join(name, "cross_attention"), kind.heads, y, encoded, encoded, cross_mask);
  };
  const auto feed = [&](const Tensor& y) {
    return feed_forward(p, join(name, "feed_forward"), y, kind.gelu);
  };
  if (kind.pre_norm) {
    const Tensor y = x + attend(norm(1, x)), z = y + cross(norm(2, y));
    return z + feed(norm(3, z));
  }
  const Tensor y = norm(1, x + attend(x)), z = norm(2, y + cross(y));
  return norm(3, z + feed(z));
}

Tensor encoder(const Transformer& kind, const Parameters& p, const Tensor& x, const Tensor& mask) {
  const Tensor y = encoder_layer(kind, p, "layers.1", encoder_layer(kind, p, "layers.0", x, mask), mask);
  return kind.pre_norm ? layer_norm(p, "norm", y) : y;
}

Tensor decoder(const Transformer& kind, const Parameters& p, const Tensor& x, const Tensor& encoded,
               const Tensor& self_mask, const Tensor& cross_mask) {
  const Tensor first = decoder_layer(kind, p, "layers.0", x, encoded, self_mask, cross_mask);
  const Tensor y = decoder_layer(kind, p, "layers.1", first, encoded, self_mask, cross_mask);
  return kind.pre_norm ? layer_norm(p, "norm", y) : y;
}

Tensor gpt(const Transformer& kind, const Parameters& p, const Tensor& tokens) {
  const Index time = tokens.size(1);
  const Tensor table = p.at("embedding.weight");
  const auto learned = p.find("positions.weight");
  const double scale = learned == p.end() ? std::sqrt(static_cast<double>(table.size(1))) : 1;
  Tensor x =
      embedding(table, tokens) * scale +
      (learned == p.end() ? sinusoidal_positions(time, table.size(1)) : slice(learned->second, 0, 0, time));
  if (!kind.final_norm) x = norm_of(kind, p, "input_norm", x);  // microGPT has the norm here instead
  Tensor past = zeros({time, time});
  for (Index query = 0; query < time; ++query)
    for (Index key = 0; key <= query; ++key) past.at(query, key) = 1;
  for (const char* const layer : {"layers.layers.0", "layers.layers.1"})
    x = encoder_layer(kind, p, layer, x, past);
  if (kind.final_norm) x = norm_of(kind, p, "layers.norm", x);
  const auto output = p.find("output.weight");  // or tied
  return matmul(x, transpose(output == p.end() ? table : output->second));
}

}  // namespace heed::testing::plain
