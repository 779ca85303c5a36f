// Part one of lesson 21: classifiers that are trained on labels alone, and maps of where they look.
#pragma once

#include "nn/attention/pooling.h"
#include "nn/convolution_layers.h"
#include "tutorials/21-detection/scenes.h"

#include <functional>
#include <memory>

namespace heed {

constexpr Index grid = scene_size / 4;  // the cells of a map: 8 x 8, of 4 x 4 pixels each

// [features]
// Two convolutions, each followed by the maximum of 2 x 2 squares: (batch, 1, 32, 32) -> one vector for each cell of 4 x 4
// pixels, row by row: (batch, 64, size).
class Features : public Module {
 public:
  Features(Index size, Index window, Rng& rng);
  Variable operator()(const Variable& pictures) const;

  Child<Conv2d> first, second;
};
// [/features]

enum class Pooling { attention, mean, max };

// [classifier]
class Classifier : public Module {
 public:
  Classifier(Pooling pooling, Index window, Rng& rng);
  Variable operator()(const Variable& pictures) const;  // (batch, 1, 32, 32) -> scores (batch, shapes)

  // For each picture, the shape with the highest score, and its map (8, 8): how much each cell contributed.
  struct Seen {
    std::vector<Token> shapes;
    std::vector<Tensor> maps;
  };
  Seen look(const Tensor& pictures);

  Child<Features> features;
  std::unique_ptr<Child<AttentionPooling>> attention;
  Child<Linear> output;

 private:
  Pooling pooling_;
};
// [/classifier]

using Progress = std::function<void(Index done, Index total)>;

struct Training {
  Index epochs = 10, batch_size = 32;
  double rate = 2e-3;
};

// Each picture must have one object; its box is never read.
void train_on_labels(Classifier& model, const Scenes& scenes, const Training& training, Rng& rng,
                     const Progress& progress = {});

}  // namespace heed
