#include "tutorials/22-pictures/model.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "nn/attention/masks.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "tensor/creation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace heed {

namespace {

// [counting]
// The pixels above left, above, above right and left of pixel i, as a number from 0 to 15; beyond the border they are black.
std::size_t neighbours_of(const Bits& picture, Index i) {
  const Index y = i / side, x = i % side;
  const auto pixel = [&](Index row, Index column) -> std::size_t {
    if (row < 0 || column < 0 || column >= side) return 0;
    return static_cast<std::size_t>(picture[static_cast<std::size_t>(row * side + column)]);
  };
  return pixel(y - 1, x - 1) + 2 * pixel(y - 1, x) + 4 * pixel(y - 1, x + 1) + 8 * pixel(y, x - 1);
}

// One count of black and white for each context; what a context is, a function says.
class Counting : public Painter {
 public:
  using Context = std::function<std::size_t(const Bits&, Index)>;
  Counting(const std::vector<Bits>& pictures, std::size_t contexts, Context context)
      : context_(std::move(context)),
        counts_(contexts, {1, 1}) {  // each is seen once before we begin: no probability is 0
    for (const Bits& picture : pictures)
      for (Index i = 0; i < pixels; ++i)
        ++counts_[context_(picture, i)][static_cast<std::size_t>(picture[static_cast<std::size_t>(i)])];
  }
  std::vector<std::vector<double>> white(const std::vector<Bits>& pictures) const override {
    std::vector<std::vector<double>> all;
    for (const Bits& picture : pictures) {
      all.emplace_back();
      for (Index i = 0; i < pixels; ++i) all.back().push_back(share(picture, i));
    }
    return all;
  }
  std::vector<double> next(const std::vector<Bits>& beginnings) override {
    std::vector<double> all;
    for (const Bits& picture : beginnings) all.push_back(share(picture, static_cast<Index>(picture.size())));
    return all;
  }

 private:
  double share(const Bits& picture, Index i) const {
    const auto& [black, white] = counts_[context_(picture, i)];
    return white / (black + white);
  }
  Context context_;
  std::vector<std::array<double, 2>> counts_;
};
// [/counting]

// [network]
// <start> and all pixels but the last; the targets are the pixels. Without the shift, the input has the pixels themselves.
TokenMatrix inputs_of(const std::vector<Bits>& pictures, const std::vector<Index>& indices, bool shifted) {
  TokenMatrix input(static_cast<Index>(indices.size()), pixels);
  for (Index row = 0; row < input.rows; ++row) {
    const Bits& picture = pictures[static_cast<std::size_t>(indices[static_cast<std::size_t>(row)])];
    for (Index i = 0; i < pixels; ++i)
      input(row, i) = !shifted ? picture[static_cast<std::size_t>(i)]
                      : i == 0 ? start
                               : picture[static_cast<std::size_t>(i) - 1];
  }
  return input;
}

TokenMatrix targets_of(const std::vector<Bits>& pictures, const std::vector<Index>& indices) {
  return inputs_of(pictures, indices, false);
}
// [/network]

// The probability of white, of logits for black, white and <start>.
double white_share(double black, double white) { return 1 / (1 + std::exp(black - white)); }

// The shares of white of all rows.
std::vector<double> white_shares(const Tensor& logits) {
  const std::vector<double> scores = logits.to_doubles();
  std::vector<double> result;
  for (std::size_t i = 0; i < scores.size(); i += 3) result.push_back(white_share(scores[i], scores[i + 1]));
  return result;
}

// What comes before pixel i of each picture: <start>, or pixel i - 1. (pictures, 1)
TokenMatrix column(const std::vector<Bits>& pictures, Index i) {
  TokenMatrix tokens(static_cast<Index>(pictures.size()), 1);
  for (std::size_t row = 0; row < pictures.size(); ++row)
    tokens.ids[row] = i == 0 ? start : pictures[row][static_cast<std::size_t>(i) - 1];
  return tokens;
}

class GRUPainter : public NetworkPainter {
 public:
  GRUPainter(Index size, Rng& rng)
      : embedding_(*this, "embedding", 3, size, rng),
        gru_(*this, "gru", size, size, rng),
        output_(*this, "output", size, 3, rng) {}
  Variable logits(const TokenMatrix& tokens) const override {
    return output_(gru_(embedding_(tokens)).output);
  }
  std::vector<double> next(const std::vector<Bits>& beginnings) override {
    const NoGrad guard;
    eval();
    std::vector<double> result;
    for (; seen_ <= static_cast<Index>(beginnings[0].size());
         ++seen_) {  // the pixels that the state has not seen yet
      const GRU::Result read = gru_(embedding_(column(beginnings, seen_)), std::vector<Index>(), state_);
      state_ = read.final;
      result = white_shares(output_(read.output).value());
    }
    return result;
  }
  void forget() override {
    seen_ = 0;
    state_.clear();
  }

 private:
  Child<Embedding> embedding_;
  Child<GRU> gru_;
  Child<Linear> output_;
  Index seen_ = 0;
  std::vector<Variable> state_;
};

// [transformer]
class TransformerPainter : public NetworkPainter {
 public:
  TransformerPainter(const TransformerPainterOptions& o, Rng& rng)
      : embedding_(*this, "embedding", 3, o.size, rng),
        row_(*this, "row", side, o.size, rng),
        column_(*this, "column", side, o.size, rng),
        layers_(*this, "layers",
                TransformerOptions{.size = o.size,
                                   .heads = o.heads,
                                   .layers = o.layers,
                                   .feed_forward = 4 * o.size,
                                   .dropout = 0,
                                   .pre_norm = true,
                                   .nonlinearity = Nonlinearity::gelu},
                rng),
        output_(*this, "output", o.size, 3, rng) {}
  Variable logits(const TokenMatrix& tokens) const override {
    return output_(layers_(embed(tokens, 0), causal_mask(tokens.columns)));
  }
  std::vector<double> next(const std::vector<Bits>& beginnings) override {
    const NoGrad guard;
    eval();
    std::vector<double> result;
    for (; seen_ <= static_cast<Index>(beginnings[0].size()); ++seen_) {
      const Variable read = layers_(embed(column(beginnings, seen_), seen_), memory_, Tensor());
      result = white_shares(output_(read).value());
    }
    return result;
  }
  void forget() override {
    memory_.clear();
    seen_ = 0;
  }

 private:
  // The vector of a token, plus those of the row and the column of the pixel that is predicted after it.
  Variable embed(const TokenMatrix& tokens, Index begin) const {
    TokenMatrix rows(1, tokens.columns), columns(1, tokens.columns);
    for (Index i = 0; i < tokens.columns; ++i) {
      rows(0, i) = static_cast<Token>((begin + i) / side);
      columns(0, i) = static_cast<Token>((begin + i) % side);
    }
    return embedding_(tokens) + row_(rows) + column_(columns);
  }
  Child<Embedding> embedding_, row_, column_;
  Child<Encoder> layers_;
  Child<Linear> output_;
  EncoderMemory memory_;
  Index seen_ = 0;
};
// [/transformer]

}  // namespace

TokenMatrix input_of(const Bits& picture) { return inputs_of({picture}, {0}, true); }

std::unique_ptr<Painter> independent_pixels(const std::vector<Bits>& pictures) {
  return std::make_unique<Counting>(pictures, pixels,
                                    [](const Bits&, Index i) { return static_cast<std::size_t>(i); });
}
std::unique_ptr<Painter> four_neighbours(const std::vector<Bits>& pictures) {
  return std::make_unique<Counting>(pictures, 16, neighbours_of);
}
std::unique_ptr<NetworkPainter> gru_painter(Index size, Rng& rng) {
  return std::make_unique<GRUPainter>(size, rng);
}
std::unique_ptr<NetworkPainter> transformer_painter(const TransformerPainterOptions& options, Rng& rng) {
  return std::make_unique<TransformerPainter>(options, rng);
}

std::vector<std::vector<double>> NetworkPainter::white(const std::vector<Bits>& pictures) const {
  const NoGrad guard;
  std::vector<std::vector<double>> all;
  const Index count = static_cast<Index>(pictures.size());
  for (Index begin = 0; begin < count; begin += 50) {
    std::vector<Index> indices(static_cast<std::size_t>(std::min<Index>(50, count - begin)));
    std::iota(indices.begin(), indices.end(), begin);
    const std::vector<double> scores = logits(inputs_of(pictures, indices, shifted)).value().to_doubles();
    for (std::size_t row = 0; row < indices.size(); ++row) {
      all.emplace_back();
      for (std::size_t i = row * pixels; i < (row + 1) * pixels; ++i)
        all.back().push_back(white_share(scores[3 * i], scores[3 * i + 1]));
    }
  }
  return all;
}

void train(NetworkPainter& painter, const std::vector<Bits>& pictures, const PainterTraining& training,
           Rng& rng, const std::function<void(Index, Index)>& progress) {
  const Index count = static_cast<Index>(pictures.size());
  const Index steps = (count + training.batch_size - 1) / training.batch_size * training.epochs;
  Adam adam(painter.parameters(), training.rate);
  const auto schedule = make_schedule("cosine", training.rate, steps / 20, steps);
  painter.train();
  painter.shifted = training.shifted;
  for (Index epoch = 0, step = 0; epoch < training.epochs; ++epoch) {
    const std::vector<Index> order = rng.permutation(count);
    for (Index begin = 0; begin < count; begin += training.batch_size) {
      const std::vector<Index> chosen(order.begin() + begin,
                                      order.begin() + std::min(begin + training.batch_size, count));
      adam.set_learning_rate(schedule->rate(++step));
      adam.zero_grad();
      cross_entropy(painter.logits(inputs_of(pictures, chosen, training.shifted)),
                    targets_of(pictures, chosen))
          .backward();
      clip_gradient_norm(painter.parameters(), 1);
      adam.step();
    }
    if (progress) progress(epoch + 1, training.epochs);
  }
  painter.eval();
}

double bits_per_pixel(const Painter& painter, const std::vector<Bits>& pictures) {
  double bits = 0;
  const std::vector<std::vector<double>> white = painter.white(pictures);
  for (std::size_t p = 0; p < pictures.size(); ++p)
    for (std::size_t i = 0; i < white[p].size(); ++i)
      bits -= std::log2(pictures[p][i] == 1 ? white[p][i] : 1 - white[p][i]);
  return bits / static_cast<double>(pictures.size() * pixels);
}

// [paint]
std::vector<Bits> paint(Painter& painter, std::vector<Bits> beginnings, Rng& rng) {
  painter.forget();
  while (static_cast<Index>(beginnings[0].size()) < pixels) {
    const std::vector<double> white = painter.next(beginnings);
    for (std::size_t row = 0; row < beginnings.size(); ++row)
      beginnings[row].push_back(rng.uniform() < white[row] ? 1 : 0);
  }
  return beginnings;
}
// [/paint]

}  // namespace heed
