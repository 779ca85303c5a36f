// The loss of a set: each true object gets a slot of its own, and only then are they compared.
#pragma once

#include "tutorials/21-detection/detector.h"

namespace heed {

enum class Matching {
  hungarian,  // the cheapest assignment of objects to slots
  in_order    // the first object for the first slot, and so on
};

// What it would cost to give each object each slot, (objects, slots), from the probabilities (slots, shapes + 1) and the
// boxes (slots, 4) of one picture.
Tensor matching_costs(const Tensor& probabilities, const Tensor& boxes, const std::vector<Object>& objects);

// The loss of a batch; objects: those of each picture, at most `slots`.
Variable set_loss(const Slots& predicted, const std::vector<std::vector<Object>>& objects, Matching matching);

void train_detector(Detector& model, const Scenes& scenes, const Training& training, Matching matching,
                    Rng& rng, const Progress& progress = {});

}  // namespace heed
