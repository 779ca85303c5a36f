// What the lesson and its studies share: the data of both parts, and one training of each.
#pragma once

#include "tutorials/21-detection/evaluation.h"
#include "tutorials/21-detection/set_loss.h"

namespace heed {

struct SceneSets {
  explicit SceneSets(Index objects) {
    Rng rng(21);
    train = draw_scenes(3000, objects, rng);
    valid = draw_scenes(200, objects, rng);
    test = draw_scenes(500, objects, rng);
  }
  Scenes train, valid, test;
};

// Part one: a classifier that is trained on labels.
inline std::unique_ptr<Classifier> train_classifier(Pooling pooling, Index window, const SceneSets& sets,
                                                    Index seed, const Progress& progress = {}) {
  Rng rng(static_cast<std::uint64_t>(seed));
  auto model = std::make_unique<Classifier>(pooling, window, rng);
  train_on_labels(*model, sets.train, {.epochs = 12, .batch_size = 32, .rate = 4e-3}, rng, progress);
  return model;
}

// Part two: a detector that is trained on objects.
inline std::unique_ptr<Detector> train_one(const std::string& name, Matching matching, const SceneSets& sets,
                                           Index seed, const Progress& progress = {}, Index epochs = 20) {
  Rng rng(static_cast<std::uint64_t>(seed));
  auto model = make_detector(name, rng);
  train_detector(*model, sets.train, {.epochs = epochs, .batch_size = 16, .rate = 6e-3}, matching, rng,
                 progress);
  return model;
}

}  // namespace heed
