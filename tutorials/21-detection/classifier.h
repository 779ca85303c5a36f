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
// Two convolutions that move their window by two pixels: (batch, 1, 32, 32) -> one vector for each cell of 4 x 4 pixels,
// row by row: (batch, 64, size).
class Features : public Module {
 public:
  Features(Index size, Index window, Rng& rng);
  Variable operator()(const Variable& pictures) const;

  Child<Conv2d> first, second;
};
// [/features]

enum class Pooling { attention, mean, max };

// What a classifier saw in each of several pictures.
struct Seen {
  std::vector<Token> shapes;  // the shape with the highest score
  std::vector<Tensor> maps;   // (8, 8): how much each cell contributed
};

class Classifier : public Module {
 public:
  Classifier(Pooling pooling, Index window, Rng& rng);
  Variable operator()(const Variable& pictures) const;  // (batch, 1, 32, 32) -> scores (batch, shapes)
  Seen look(const Tensor& pictures) const;

  Child<Features> features;
  std::unique_ptr<Child<AttentionPooling>> attention;
  Child<Linear> output;

 private:
  // With attention: its weights. With mean or maximum: what each cell adds to the score of this shape.
  Tensor map_of(const Tensor& cells, Token shape) const;

  Pooling pooling_;
};

using Progress = std::function<void(Index done, Index total)>;

struct Training {
  Index epochs = 12, batch_size = 32;
  double rate = 4e-3;
};

// Calls loss(chosen) for each batch of each epoch, where `chosen` are the indices of its examples, and moves the parameters
// against the gradient: Adam, with a learning rate that rises and then falls.
void train(Module& model, Index examples, const Training& training, Rng& rng,
           const std::function<Variable(const std::vector<Index>&)>& loss, const Progress& progress);

// Each picture must have one object. Its shape is read, and its box is not.
void train_on_labels(Classifier& model, const Scenes& scenes, const Training& training, Rng& rng,
                     const Progress& progress = {});

// [map to box]
// Boxes from maps. The share is the one with the best mean intersection over union on `valid`; it and the mean size are
// all that is taken from true boxes.
struct MapBoxes {
  MapBoxes(const Seen& seen, const Scenes& valid);
  Box by_share(const Tensor& map) const;   // all cells with at least this share of the largest weight
  Box by_centre(const Tensor& map) const;  // a box of mean size around the centre of the weights

  double share = 0, width = 0, height = 0;
};
// [/map to box]

struct MapScores {
  double right;      // share of pictures with the right shape
  double points;     // share of pictures where the middle of the largest cell is inside the true box
  double by_share;   // mean intersection over union
  double by_centre;  // the same
};
MapScores evaluate_maps(const Classifier& model, const Scenes& valid, const Scenes& test);

}  // namespace heed
