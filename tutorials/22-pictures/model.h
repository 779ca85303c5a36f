// The models of lesson 22: each gives the probability of a pixel from the pixels before it.
#pragma once

#include "nn/recurrent/gru.h"
#include "nn/transformer/transformer.h"
#include "tutorials/22-pictures/wallpaper.h"

#include <functional>
#include <memory>
#include <string>

namespace heed {

constexpr Token start = 2;  // the token before the first pixel

// [painter]
class Painter {
 public:
  virtual ~Painter() = default;
  // For each picture and pixel, the probability that the pixel is white, given those before it: (pictures, pixels).
  virtual std::vector<std::vector<double>> white(const std::vector<Bits>& pictures) const = 0;
  // The same for the next pixel only: all pictures have the same number of pixels so far, and may end there.
  virtual std::vector<double> next(const std::vector<Bits>& beginnings) = 0;
  virtual void forget() {}  // before next() is asked about other pictures
};
// [/painter]

// Two models that only count: how often each pixel is white; and how often a pixel is white after each of the 16 patterns of the
// four neighbours that come before it.
std::unique_ptr<Painter> independent_pixels(const std::vector<Bits>& pictures);
std::unique_ptr<Painter> four_neighbours(const std::vector<Bits>& pictures);

struct PainterTraining {
  Index epochs = 8, batch_size = 16;
  double rate = 3e-3;
  bool shifted = true;  // if not, a mistake: the model sees the pixel that it shall predict
};

// A network: a GRU or a GPT over the pixels.
class NetworkPainter : public Painter, public Module {
 public:
  // (batch, time) of pixels, beginning with `start` -> the logits of the next pixel, (batch, time, 3)
  virtual Variable logits(const TokenMatrix& pixels) const = 0;
  std::vector<std::vector<double>> white(const std::vector<Bits>& pictures) const override;

  bool shifted = true;  // as in PainterTraining
};
// <start> and all pixels of one picture but the last: (1, pixels).
TokenMatrix input_of(const Bits& picture);
void train(NetworkPainter& painter, const std::vector<Bits>& pictures, const PainterTraining& training,
           Rng& rng, const std::function<void(Index, Index)>& progress = {});

std::unique_ptr<NetworkPainter> gru_painter(Index size, Rng& rng);
struct TransformerPainterOptions {
  Index size = 32, layers = 2, heads = 4;
};
std::unique_ptr<NetworkPainter> transformer_painter(const TransformerPainterOptions& options, Rng& rng);

// Mean bits for each pixel: -log2 p(pixel).
double bits_per_pixel(const Painter& painter, const std::vector<Bits>& pictures);

// Goes on after these beginnings, all of one length, drawing pixel after pixel.
std::vector<Bits> paint(Painter& painter, std::vector<Bits> beginnings, Rng& rng);

}  // namespace heed
