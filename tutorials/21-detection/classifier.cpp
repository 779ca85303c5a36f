#include "tutorials/21-detection/classifier.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/record.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/views.h"

#include <algorithm>

namespace heed {

// [features]
Features::Features(Index size, Index window, Rng& rng)
    : first(*this, "first", 1, size / 2, window, rng, ConvolutionOptions{.stride = 2, .padding = window / 2}),
      second(*this, "second", size / 2, size, window, rng,
             ConvolutionOptions{.stride = 2, .padding = window / 2}) {}

Variable Features::operator()(const Variable& pictures) const {
  const Variable edges = relu(first(pictures));                                   // (batch, size / 2, 16, 16)
  const Variable cells = relu(second(edges));                                     // (batch, size, 8, 8)
  return transpose(reshape(cells, {cells.size(0), cells.size(1), grid * grid}));  // (batch, 64, size)
}
// [/features]

// [classifier]
Classifier::Classifier(Pooling pooling, Index window, Rng& rng)
    : features(*this, "features", 16, window, rng),
      output(*this, "output", 16, shape_count, rng),
      pooling_(pooling) {
  if (pooling == Pooling::attention)
    attention = std::make_unique<Child<AttentionPooling>>(*this, "attention", 16, 16, rng);
}

Variable Classifier::operator()(const Variable& pictures) const {
  const Variable cells = features(pictures);  // (batch, 64, 16)
  switch (pooling_) {
    case Pooling::attention:
      return output((*attention)(cells).output);
    case Pooling::mean:
      return output(mean_pooling(cells));
    default:
      return output(max_pooling(cells));
  }
}
// [/classifier]

// [map]
Tensor Classifier::map_of(const Tensor& cells, Token shape) const {
  if (pooling_ == Pooling::attention)
    return reshape((*attention)(unsqueeze(cells, 0)).weights.value(), {grid, grid});
  const Tensor weight = output->weight.value()[shape];  // (16)
  Tensor map = zeros({grid, grid});
  for (Index entry = 0; entry < cells.size(1); ++entry) {
    Index largest = 0;  // the cell that the maximum takes
    for (Index cell = 1; cell < grid * grid; ++cell)
      if (cells(cell, entry) > cells(largest, entry)) largest = cell;
    for (Index cell = 0; cell < grid * grid; ++cell) {
      if (pooling_ == Pooling::mean || cell == largest)
        map.at(cell / grid, cell % grid) += cells(cell, entry) * weight(entry);
    }
  }
  return map;
}
// [/map]

Seen Classifier::look(const Tensor& pictures) const {
  const NoGrad guard;
  const Tensor cells = features(pictures).value().contiguous();  // (batch, 64, 16)
  const Tensor scores = (*this)(pictures).value();
  Seen seen;
  for (Index i = 0; i < pictures.size(0); ++i) {
    const std::vector<double> row = scores[i].to_doubles();
    seen.shapes.push_back(static_cast<Token>(std::max_element(row.begin(), row.end()) - row.begin()));
    seen.maps.push_back(map_of(cells[i], seen.shapes.back()));
  }
  return seen;
}

// [train]
void train(Module& model, Index examples, const Training& training, Rng& rng,
           const std::function<Variable(const std::vector<Index>&)>& loss, const Progress& progress) {
  const Index batches = (examples + training.batch_size - 1) / training.batch_size;
  const Index steps = batches * training.epochs;
  Adam adam(model.parameters(), training.rate, {.weight_decay = 0.01});
  const auto schedule = make_schedule("cosine", training.rate, steps / 10, steps);
  for (Index epoch = 0, step = 0; epoch < training.epochs; ++epoch) {
    const std::vector<Index> order = rng.permutation(examples);
    for (Index begin = 0; begin < examples; begin += training.batch_size) {
      const Index end = std::min(begin + training.batch_size, examples);
      adam.set_learning_rate(schedule->rate(++step));
      adam.zero_grad();
      loss({order.begin() + begin, order.begin() + end}).backward();
      clip_gradient_norm(model.parameters(), 1);
      adam.step();
    }
    if (progress) progress(epoch + 1, training.epochs);
  }
}
// [/train]

// [train on labels]
void train_on_labels(Classifier& model, const Scenes& scenes, const Training& training, Rng& rng,
                     const Progress& progress) {
  const auto loss = [&](const std::vector<Index>& chosen) {
    TokenMatrix labels(static_cast<Index>(chosen.size()), 1);
    for (std::size_t i = 0; i < chosen.size(); ++i)
      labels.ids[i] = scenes.objects[static_cast<std::size_t>(chosen[i])].front().shape;
    return cross_entropy(model(pixels_of(scenes, chosen)), labels);
  };
  train(model, scenes.count(), training, rng, loss, progress);
}
// [/train on labels]

namespace {

double mean_overlap(const Seen& seen, const Scenes& scenes, const std::function<Box(const Tensor&)>& box) {
  double total = 0;
  for (std::size_t i = 0; i < seen.maps.size(); ++i)
    total += intersection_over_union(box(seen.maps[i]), scenes.objects[i].front().box);
  return total / static_cast<double>(seen.maps.size());
}

double positive(Scalar x) { return std::max(0.0, static_cast<double>(x)); }

// Whether some cell speaks for the shape. A map of a mean or a maximum may have no such cell.
bool says_something(const Tensor& map) {
  const std::vector<double> values = map.to_doubles();
  return *std::max_element(values.begin(), values.end()) > 0;
}

}  // namespace

MapBoxes::MapBoxes(const Seen& seen, const Scenes& valid) {
  for (const std::vector<Object>& objects : valid.objects) {
    const CentredBox box = centred(objects.front().box);
    width += box.width / static_cast<double>(valid.count());
    height += box.height / static_cast<double>(valid.count());
  }
  double best = -1, best_share = 0;
  for (const double tried : {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}) {
    share = tried;
    const double overlap = mean_overlap(seen, valid, [&](const Tensor& map) { return by_share(map); });
    if (overlap > best) best_share = tried;
    best = std::max(best, overlap);
  }
  share = best_share;
}

Box MapBoxes::by_share(const Tensor& map) const {
  if (!says_something(map)) return {0, 0, scene_size, scene_size};
  const Box cells = box_of_map(map, share);
  return {4 * cells.left, 4 * cells.top, 4 * cells.right, 4 * cells.bottom};
}

Box MapBoxes::by_centre(const Tensor& map) const {
  if (!says_something(map)) return {0, 0, scene_size, scene_size};
  double x = 0, y = 0, total = 0;
  for (Index row = 0; row < grid; ++row) {
    for (Index column = 0; column < grid; ++column) {
      const double weight = positive(map(row, column));
      x += weight * static_cast<double>(4 * column + 2);
      y += weight * static_cast<double>(4 * row + 2);
      total += weight;
    }
  }
  return box_around(x / total, y / total, width, height);
}

MapScores evaluate_maps(const Classifier& model, const Scenes& valid, const Scenes& test) {
  const MapBoxes boxes(model.look(valid.pixels), valid);
  const Seen seen = model.look(test.pixels);
  const double count = static_cast<double>(test.count());
  MapScores scores{};
  for (std::size_t i = 0; i < seen.maps.size(); ++i) {
    const Object& object = test.objects[i].front();
    const std::vector<double> map = seen.maps[i].to_doubles();
    const Index cell = std::max_element(map.begin(), map.end()) - map.begin();
    const auto x = static_cast<double>(4 * (cell % grid) + 2), y = static_cast<double>(4 * (cell / grid) + 2);
    scores.right += (seen.shapes[i] == object.shape) / count;
    scores.points +=
        (object.box.left <= x && x <= object.box.right && object.box.top <= y && y <= object.box.bottom) /
        count;
  }
  scores.by_share = mean_overlap(seen, test, [&](const Tensor& map) { return boxes.by_share(map); });
  scores.by_centre = mean_overlap(seen, test, [&](const Tensor& map) { return boxes.by_centre(map); });
  return scores;
}

}  // namespace heed
