// Part two of lesson 21: networks that predict a set of objects.
#pragma once

#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tutorials/21-detection/classifier.h"

namespace heed {

// [slots]
constexpr Index slots = 5;              // objects that a detector can predict for one picture
constexpr Token nothing = shape_count;  // the class of a slot that predicts no object

struct Slots {
  Variable scores;  // (batch, slots, shapes + 1)
  Variable boxes;   // (batch, slots, 4): centre x and y, width and height, as shares of the picture
};
// [/slots]

// pictures (batch, 1, 32, 32) -> slots
class Detector : public Module {
 public:
  virtual Slots operator()(const Variable& pictures) const = 0;
};

// All pixels as one vector, one hidden layer, and all slots together.
class PlainDetector : public Detector {
 public:
  PlainDetector(Index hidden, Rng& rng);
  Slots operator()(const Variable& pictures) const override;

  Child<Linear> hidden, output;
};

// A third convolution makes 4 x 4 cells of the 8 x 8; then the same, from the vectors of these cells.
class ConvolutionDetector : public Detector {
 public:
  ConvolutionDetector(Index size, Index hidden, Rng& rng);
  Slots operator()(const Variable& pictures) const override;

  Child<Features> features;
  Child<Conv2d> third;
  Child<Linear> hidden, output;
};

// [detr]
class SmallDetr : public Detector {
 public:
  SmallDetr(Index size, Rng& rng);
  Slots operator()(const Variable& pictures) const override;

  Child<Features> features;
  Child<Positions> positions;
  Child<Encoder> encoder;
  Parameter queries;  // (1, slots, size): one learned question for each slot
  Child<Decoder> decoder;
  Child<Linear> shape, hidden, box;
};
// [/detr]

// A detector by its name: "plain network", "convolution" or "small DETR", all with about 40,000 parameters.
std::unique_ptr<Detector> make_detector(const std::string& name, Rng& rng);

}  // namespace heed
