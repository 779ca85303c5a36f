#include "tutorials/21-detection/detector.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/record.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "nn/vision/assignment.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/views.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace heed {
namespace {

// (batch, slots * (shapes + 1 + 4)) -> slots
Slots slots_of(const Variable& output) {
  const Variable each = reshape(output, {output.size(0), slots, shape_count + 1 + 4});
  return {slice(each, -1, 0, shape_count + 1), sigmoid(slice(each, -1, shape_count + 1, shape_count + 5))};
}

TransformerOptions options_of(Index size, Index layers) {
  return {.size = size,
          .heads = 4,
          .layers = layers,
          .feed_forward = 2 * size,
          .dropout = 0,
          .pre_norm = true,
          .nonlinearity = Nonlinearity::gelu};
}

}  // namespace

// [plain network]
PlainDetector::PlainDetector(Index hidden_size, Rng& rng)
    : hidden(*this, "hidden", scene_size * scene_size, hidden_size, rng),
      output(*this, "output", hidden_size, slots * (shape_count + 5), rng) {}

Slots PlainDetector::operator()(const Variable& pictures) const {
  return slots_of(output(relu(hidden(reshape(pictures, {pictures.size(0), -1})))));
}

ConvolutionDetector::ConvolutionDetector(Index size, Index hidden_size, Rng& rng)
    : features(*this, "features", size, std::getenv("W")?std::atoi(std::getenv("W")):3, rng),
      hidden(*this, "hidden", grid * grid * size, hidden_size, rng),
      output(*this, "output", hidden_size, slots * (shape_count + 5), rng) {}

Slots ConvolutionDetector::operator()(const Variable& pictures) const {
  return slots_of(output(relu(hidden(reshape(features(pictures), {pictures.size(0), -1})))));
}
// [/plain network]

// [small detr]
SmallDetr::SmallDetr(Index size, Index encoder_layers, Index decoder_layers, Rng& rng)
    : patch(*this, "patch", 1, size/2, 5, rng, ConvolutionOptions{.stride = 2, .padding = 2}),
     second(*this, "second", size/2, size, 5, rng, ConvolutionOptions{.stride = 2, .padding = 2}),
      positions(*this, "positions", PositionKind::learned, grid * grid, size, rng),
      encoder(*this, "encoder", options_of(size, encoder_layers), rng),
      queries(*this, "queries", random_normal({1, slots, size}, rng)),
      decoder(*this, "decoder", options_of(size, decoder_layers), rng),
      shape(*this, "shape", size, shape_count + 1, rng),
      hidden(*this, "hidden", size, size, rng),
      box(*this, "box", size, 4, rng) {}

Slots SmallDetr::operator()(const Variable& pictures) const {
  const Variable cells = encoder(positions(transpose(reshape(relu(second(relu(patch(pictures)))), {pictures.size(0), -1, grid * grid}))), Tensor());  // (batch, 64, size)
  DecoderMemory memory = decoder->remember(cells);
  const Variable asked = expand(queries, {pictures.size(0), slots, queries.size(-1)});
  const Variable found = decoder(asked, memory, Tensor(), Tensor());  // (batch, slots, size)
  return {shape(found), sigmoid(box(relu(hidden(found))))};
}
// [/small detr]

// [match]
std::vector<Index> match(const Tensor& scores, const Tensor& boxes, const std::vector<Object>& objects) {
  const Tensor probabilities = softmax(scores);
  Tensor costs = zeros({static_cast<Index>(objects.size()), slots});
  for (Index o = 0; o < costs.size(0); ++o) {
    const Object& object = objects[static_cast<std::size_t>(o)];
    const CentredBox c = centred(object.box);
    const double truth[] = {c.x, c.y, c.width, c.height};
    for (Index s = 0; s < slots; ++s) {
      double cost = -static_cast<double>(probabilities(s, object.shape));
      for (Index i = 0; i < 4; ++i)
        cost += 5 * std::abs(static_cast<double>(boxes(s, i)) - truth[i] / scene_size);
      costs.at(o, s) = static_cast<Scalar>(cost);
    }
  }
  return linear_sum_assignment(costs);
}
// [/match]

// [loss]
Variable set_loss(const Slots& predicted, const std::vector<std::vector<Object>>& objects, Matching matching) {
  const Index batch = predicted.scores.size(0);
  TokenMatrix shapes(batch, slots);
  std::fill(shapes.ids.begin(), shapes.ids.end(), nothing);
  Tensor boxes = zeros({batch, slots, 4}), used = zeros({batch, slots, 1});
  Index count = 0;
  for (Index b = 0; b < batch; ++b) {
    const std::vector<Object>& truth = objects[static_cast<std::size_t>(b)];
    std::vector<Index> slot_of(truth.size());
    std::iota(slot_of.begin(), slot_of.end(), Index{0});
    if (matching == Matching::hungarian)
      slot_of = match(predicted.scores.value()[b], predicted.boxes.value()[b], truth);
    for (std::size_t o = 0; o < truth.size(); ++o, ++count) {
      const Index s = slot_of[o];
      const CentredBox c = centred(truth[o].box);
      shapes.ids[static_cast<std::size_t>(b * slots + s)] = truth[o].shape;
      used.at(b, s, 0) = 1;
      const double sides[] = {c.x, c.y, c.width, c.height};
      for (Index i = 0; i < 4; ++i) boxes.at(b, s, i) = static_cast<Scalar>(sides[i] / scene_size);
    }
  }
  const Variable distances = abs(predicted.boxes - boxes) * used;  // 0 in the slots without an object
  return cross_entropy(predicted.scores, shapes) + sum(distances) * (5.0 / static_cast<double>(count));
}
// [/loss]

// [train detector]
void train_detector(Detector& model, const Scenes& scenes, const Training& training, Rng& rng,
                    const Progress& progress, Matching matching) {
  const Index batches = (scenes.count() + training.batch_size - 1) / training.batch_size;
  const Index steps = batches * training.epochs;
  Adam adam(model.parameters(), training.rate, {.weight_decay = 0.01});
  const auto schedule = make_schedule("cosine", training.rate, steps / 10, steps);
  for (Index epoch = 0, step = 0; epoch < training.epochs; ++epoch) {
    const std::vector<Index> order = rng.permutation(scenes.count());
    for (Index begin = 0; begin < scenes.count(); begin += training.batch_size) {
      const Index end = std::min(begin + training.batch_size, scenes.count());
      const std::vector<Index> chosen(order.begin() + begin, order.begin() + end);
      std::vector<std::vector<Object>> objects;
      for (const Index i : chosen) objects.push_back(scenes.objects[static_cast<std::size_t>(i)]);
      adam.set_learning_rate(schedule->rate(++step));
      adam.zero_grad();
      set_loss(model(pixels_of(scenes, chosen)), objects, matching).backward();
      clip_gradient_norm(model.parameters(), 1);
      adam.step();
    }
    if (progress) progress(epoch + 1, training.epochs);
  }
}
// [/train detector]

// [detect]
std::vector<std::vector<Detection>> detect(Detector& model, const Scenes& scenes) {
  const NoGrad guard;
  std::vector<std::vector<Detection>> all;
  for (Index begin = 0; begin < scenes.count(); begin += 100) {
    const Index end = std::min(begin + 100, scenes.count());
    const Slots predicted = model(slice(scenes.pixels, 0, begin, end));
    const Tensor probabilities = softmax(predicted.scores.value()), boxes = predicted.boxes.value();
    for (Index b = 0; b < end - begin; ++b) {
      all.emplace_back();
      for (Index s = 0; s < slots; ++s) {
        const std::vector<double> p = probabilities[b][s].to_doubles(), sides = boxes[b][s].to_doubles();
        const auto best = std::max_element(p.begin(), p.end());
        const auto shape = static_cast<Token>(best - p.begin());
        if (shape == nothing) continue;
        all.back().push_back({shape, *best,
                              box_around(sides[0] * scene_size, sides[1] * scene_size, sides[2] * scene_size,
                                         sides[3] * scene_size)});
      }
    }
  }
  return all;
}
// [/detect]

// [evaluate]
DetectionScores evaluate(const std::vector<std::vector<Detection>>& detections, const Scenes& scenes) {
  DetectionScores scores{0, 0, 0};
  double objects = 0;
  std::vector<std::pair<double, bool>> ranked;  // each detection: its probability, and whether it counts
  for (std::size_t p = 0; p < detections.size(); ++p) {
    std::vector<Detection> of_picture = detections[p];
    std::sort(of_picture.begin(), of_picture.end(),
              [](const Detection& a, const Detection& b) { return a.probability > b.probability; });
    const std::vector<Object>& truth = scenes.objects[p];
    std::vector<bool> found(truth.size(), false);
    std::vector<double> best(truth.size(), 0);
    for (const Detection& detection : of_picture) {
      std::size_t partner = truth.size();  // the object not found yet that the box covers best
      double overlap = 0.5;
      for (std::size_t o = 0; o < truth.size(); ++o) {
        if (truth[o].shape != detection.shape) continue;
        const double iou = intersection_over_union(detection.box, truth[o].box);
        best[o] = std::max(best[o], iou);
        if (!found[o] && iou >= overlap) {
          overlap = iou;
          partner = o;
        }
      }
      if (partner < truth.size()) found[partner] = true;
      ranked.push_back({detection.probability, partner < truth.size()});
    }
    objects += static_cast<double>(truth.size());
    scores.overlap += std::accumulate(best.begin(), best.end(), 0.0);
    scores.exact += of_picture.size() == truth.size() && std::find(found.begin(), found.end(), false) == found.end();
  }
  std::sort(ranked.begin(), ranked.end(), std::greater<>());
  double right = 0, seen = 0;
  std::vector<double> precisions;  // at each detection that counts
  for (const auto& [probability, counts] : ranked) {
    ++seen;
    if (counts) precisions.push_back(++right / seen);
  }
  // The precision at a recall is the best precision at this recall or a higher one.
  for (std::size_t i = precisions.size(); i-- > 1;) precisions[i - 1] = std::max(precisions[i - 1], precisions[i]);
  scores.precision = std::accumulate(precisions.begin(), precisions.end(), 0.0) / objects;
  scores.overlap /= objects;
  scores.exact /= static_cast<double>(detections.size());
  return scores;
}
// [/evaluate]

}  // namespace heed
