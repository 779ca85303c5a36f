// The classifiers of lesson 20: a plain network, a small convolution, and a Vision Transformer.
#pragma once

#include "nn/convolution_layers.h"
#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tutorials/20-images/pictures.h"

#include <functional>
#include <memory>

namespace heed {

// pictures (batch, 1, height, width) -> scores (batch, classes)
class PictureModel : public Module {
 public:
  virtual Variable operator()(const Variable& pictures) const = 0;
};

class PlainNetwork : public PictureModel {
 public:
  PlainNetwork(Index pixels, Index hidden, Index classes, Rng& rng);
  Variable operator()(const Variable& pictures) const override;

  Child<Linear> hidden, output;
};

class ConvolutionNetwork : public PictureModel {
 public:
  ConvolutionNetwork(Index size, Index channels, Index classes, double dropout, Rng& rng);
  Variable operator()(const Variable& pictures) const override;

  Child<Conv2d> first, second;
  Child<Dropout> dropout;
  Child<Linear> output;
};

// [transformer]
struct VisionOptions {
  Index patch = 4;  // pixels along each side of a patch
  Index size = 32, heads = 4, layers = 2;
  double dropout = 0;
  bool positions = true;  // without, the model cannot know where a patch was
};

class VisionTransformer : public PictureModel {
 public:
  VisionTransformer(Index pixels, Index classes, const VisionOptions& options, Rng& rng);
  Variable operator()(const Variable& pictures) const override;

  Child<Linear> patch;    // a patch becomes a vector
  Parameter class_token;  // (1, 1, size): the vector of no patch, which collects the answer
  std::unique_ptr<Child<Positions>> positions;
  Child<Dropout> dropout;
  Child<Encoder> encoder;
  Child<Linear> output;

 private:
  VisionOptions options_;
};
// [/transformer]

struct PictureTraining {
  Index epochs = 10, batch_size = 32;
  double rate = 2e-3;
  Index shift = 0;  // each picture is moved by up to this many pixels, anew in each epoch
};

// Trains with Adam and a learning rate that rises and then falls. Calls progress(done, total) after each epoch.
void train(PictureModel& model, const Pictures& pictures, const PictureTraining& training, Rng& rng,
           const std::function<void(Index, Index)>& progress = {});

// For each picture, the class with the highest score.
std::vector<Token> predict(PictureModel& model, const Pictures& pictures);
Index count_right(const std::vector<Token>& predicted, const std::vector<Token>& classes);

// The weights with which the class token of the last layer attends to the patches of one picture, mean over the heads:
// (patches down, patches across). They sum to 1 minus the weight of the class token itself.
Tensor attention_map(VisionTransformer& model, const Pictures& pictures, Index index);

}  // namespace heed
