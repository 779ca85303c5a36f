#include "tutorials/21-detection/set_loss.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "nn/vision/assignment.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace heed {
namespace {

// How much the boxes count beside the shapes.
constexpr double box_weight = 5;

// A box as a network predicts it: centre x and y, width and height, as shares of the picture.
std::array<double, 4> target_of(const Box& box) {
  const CentredBox c = centred(box);
  return {c.x / scene_size, c.y / scene_size, c.width / scene_size, c.height / scene_size};
}

}  // namespace

// [costs]
Tensor matching_costs(const Tensor& probabilities, const Tensor& boxes, const std::vector<Object>& objects) {
  Tensor costs = zeros({static_cast<Index>(objects.size()), slots});
  for (Index o = 0; o < costs.size(0); ++o) {
    const Object& object = objects[static_cast<std::size_t>(o)];
    const std::array<double, 4> target = target_of(object.box);
    for (Index s = 0; s < slots; ++s) {
      double distance = 0;
      for (Index i = 0; i < 4; ++i)
        distance += std::abs(static_cast<double>(boxes(s, i)) - target[static_cast<std::size_t>(i)]);
      const double cost = box_weight * distance - static_cast<double>(probabilities(s, object.shape));
      costs.at(o, s) = static_cast<Scalar>(cost);
    }
  }
  return costs;
}
// [/costs]

// [loss]
Variable set_loss(const Slots& predicted, const std::vector<std::vector<Object>>& objects,
                  Matching matching) {
  const Index batch = predicted.scores.size(0);
  const Tensor probabilities = softmax(predicted.scores.value());
  TokenMatrix shapes(batch, slots);
  std::fill(shapes.ids.begin(), shapes.ids.end(), nothing);
  Tensor boxes = zeros({batch, slots, 4}), used = zeros({batch, slots, 1});
  double count = 0;
  for (Index b = 0; b < batch; ++b) {
    const std::vector<Object>& truth = objects[static_cast<std::size_t>(b)];
    std::vector<Index> slot_of(truth.size());
    std::iota(slot_of.begin(), slot_of.end(), Index{0});
    if (matching == Matching::hungarian)
      slot_of = linear_sum_assignment(matching_costs(probabilities[b], predicted.boxes.value()[b], truth));
    for (std::size_t o = 0; o < truth.size(); ++o, ++count) {
      const Index slot = slot_of[o];
      shapes.ids[static_cast<std::size_t>(b * slots + slot)] = truth[o].shape;
      used.at(b, slot, 0) = 1;
      const std::array<double, 4> target = target_of(truth[o].box);
      for (Index i = 0; i < 4; ++i)
        boxes.at(b, slot, i) = static_cast<Scalar>(target[static_cast<std::size_t>(i)]);
    }
  }
  const Variable distances = abs(predicted.boxes - boxes) * used;  // 0 in the slots without an object
  return cross_entropy(predicted.scores, shapes) + sum(distances) * (box_weight / count);
}
// [/loss]

void train_detector(Detector& model, const Scenes& scenes, const Training& training, Matching matching,
                    Rng& rng, const Progress& progress) {
  const auto loss = [&](const std::vector<Index>& chosen) {
    std::vector<std::vector<Object>> objects;
    for (const Index i : chosen) objects.push_back(scenes.objects[static_cast<std::size_t>(i)]);
    return set_loss(model(pixels_of(scenes, chosen)), objects, matching);
  };
  train(model, scenes.count(), training, rng, loss, progress);
}

}  // namespace heed
