// Part two of lesson 21: networks that predict a set of objects, and the loss that matches them with the true objects.
#pragma once

#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tutorials/21-detection/classifier.h"

namespace heed {

constexpr Index slots = 5;           // objects that a detector can predict for one picture
constexpr Token nothing = shape_count;  // the class of a slot that predicts no object

// [detector]
// For each picture, a fixed number of slots. Each predicts a shape, or nothing, and a box.
struct Slots {
  Variable scores;  // (batch, slots, shapes + 1)
  Variable boxes;   // (batch, slots, 4): centre x and y, width and height, as shares of the picture
};

class Detector : public Module {
 public:
  virtual Slots operator()(const Variable& pictures) const = 0;
};
// [/detector]

// [plain]
// All pixels as one vector, one hidden layer, and all slots at once.
class PlainDetector : public Detector {
 public:
  PlainDetector(Index hidden, Rng& rng);
  Slots operator()(const Variable& pictures) const override;

  Child<Linear> hidden, output;
};

// The same after two convolutions.
class ConvolutionDetector : public Detector {
 public:
  ConvolutionDetector(Index size, Index hidden, Rng& rng);
  Slots operator()(const Variable& pictures) const override;

  Child<Features> features;
  Child<Linear> hidden, output;
};
// [/plain]

// [transformer]
class SmallDetr : public Detector {
 public:
  SmallDetr(Index size, Index encoder_layers, Index decoder_layers, Rng& rng);
  Slots operator()(const Variable& pictures) const override;

  Child<Conv2d> patch,second;
  Child<Positions> positions;
  Child<Encoder> encoder;
  Parameter queries;  // (1, slots, size): one learned question for each slot
  Child<Decoder> decoder;
  Child<Linear> shape, hidden, box;
};
// [/transformer]

// [matching]
// One picture: which slot is for which true object. scores (slots, shapes + 1), boxes (slots, 4).
std::vector<Index> match(const Tensor& scores, const Tensor& boxes, const std::vector<Object>& objects);
// [/matching]

enum class Matching { hungarian, in_order };  // in order: the first object for the first slot, and so on

// The loss of a batch. objects: those of each picture.
Variable set_loss(const Slots& predicted, const std::vector<std::vector<Object>>& objects, Matching matching = Matching::hungarian);

void train_detector(Detector& model, const Scenes& scenes, const Training& training, Rng& rng,
                    const Progress& progress = {}, Matching matching = Matching::hungarian);

struct Detection {
  Token shape;
  double probability;
  Box box;  // in pixels
};

// The slots that do not predict "nothing", for each picture.
std::vector<std::vector<Detection>> detect(Detector& model, const Scenes& scenes);

// [scores]
struct DetectionScores {
  double overlap;    // mean over the true objects: the best intersection over union with a detection of its shape
  double precision;  // average precision: the area under precision against recall
  double exact;      // share of pictures in which every object is found and nothing else
};
// A detection counts if its shape is right and its box has an intersection over union of at least 0.5.
DetectionScores evaluate(const std::vector<std::vector<Detection>>& detections, const Scenes& scenes);
// [/scores]

}  // namespace heed
