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
    : first(*this, "first", 1, size / 2, window, rng, ConvolutionOptions{.padding = window / 2}),
      second(*this, "second", size / 2, size, window, rng, ConvolutionOptions{.padding = window / 2}) {}

Variable Features::operator()(const Variable& pictures) const {
  const Variable edges = max_pool2d(relu(first(pictures)), 2);        // (batch, size / 2, 16, 16)
  const Variable cells = max_pool2d(relu(second(edges)), 2);          // (batch, size, 8, 8)
  const Variable rows = reshape(cells, {cells.size(0), cells.size(1), grid * grid});
  return transpose(rows);                                             // (batch, 64, size)
}
// [/features]

// [classifier]
Classifier::Classifier(Pooling pooling, Index window, Rng& rng)
    : features(*this, "features", 16, window, rng), output(*this, "output", 16, shape_count, rng), pooling_(pooling) {
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

// [look]
Classifier::Seen Classifier::look(const Tensor& pictures) {
  const NoGrad guard;
  const Tensor cells = features(pictures).value().contiguous();  // (batch, 64, 16)
  const Tensor scores = (*this)(pictures).value(), weight = output->weight.value();
  const Tensor attended = attention ? (*attention)(cells).weights.value() : Tensor();  // (batch, 64)
  Seen seen;
  for (Index i = 0; i < pictures.size(0); ++i) {
    const std::vector<double> of_shapes = scores[i].to_doubles();
    seen.shapes.push_back(static_cast<Token>(std::max_element(of_shapes.begin(), of_shapes.end()) - of_shapes.begin()));
    const Tensor of_shape = weight[seen.shapes.back()];  // (16)
    Tensor map = zeros({grid, grid});
    for (Index entry = 0; entry < cells.size(2); ++entry) {
      Index largest = 0;
      for (Index cell = 0; cell < grid * grid; ++cell) {
        if (cells(i, cell, entry) > cells(i, largest, entry)) largest = cell;
        if (pooling_ == Pooling::mean) map.at(cell / grid, cell % grid) += cells(i, cell, entry) * of_shape(entry);
      }
      if (pooling_ == Pooling::max)
        map.at(largest / grid, largest % grid) += cells(i, largest, entry) * of_shape(entry);
    }
    if (pooling_ == Pooling::attention) map = reshape(attended[i].contiguous(), {grid, grid});
    seen.maps.push_back(map);
  }
  return seen;
}
// [/look]

// [train]
void train_on_labels(Classifier& model, const Scenes& scenes, const Training& training, Rng& rng, const Progress& progress) {
  const Index batches = (scenes.count() + training.batch_size - 1) / training.batch_size;
  Adam adam(model.parameters(), training.rate, {.weight_decay = 0.01});
  const auto schedule = make_schedule("cosine", training.rate, batches * training.epochs / 10, batches * training.epochs);
  for (Index epoch = 0, step = 0; epoch < training.epochs; ++epoch) {
    const std::vector<Index> order = rng.permutation(scenes.count());
    for (Index begin = 0; begin < scenes.count(); begin += training.batch_size) {
      const Index end = std::min(begin + training.batch_size, scenes.count());
      const std::vector<Index> chosen(order.begin() + begin, order.begin() + end);
      TokenMatrix labels(end - begin, 1);
      for (std::size_t i = 0; i < chosen.size(); ++i)
        labels.ids[i] = scenes.objects[static_cast<std::size_t>(chosen[i])].front().shape;
      adam.set_learning_rate(schedule->rate(++step));
      adam.zero_grad();
      cross_entropy(model(pixels_of(scenes, chosen)), labels).backward();
      clip_gradient_norm(model.parameters(), 1);
      adam.step();
    }
    if (progress) progress(epoch + 1, training.epochs);
  }
}
// [/train]

}  // namespace heed
