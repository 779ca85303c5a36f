#include "tutorials/20-images/model.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/watch/attention_watch.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "tensor/creation.h"
#include "tensor/reduce.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace heed {

// [plain network]
PlainNetwork::PlainNetwork(Index pixels, Index hidden_size, Index classes, Rng& rng)
    : hidden(*this, "hidden", pixels * pixels, hidden_size, rng),
      output(*this, "output", hidden_size, classes, rng) {}

Variable PlainNetwork::operator()(const Variable& pictures) const {
  return output(relu(hidden(reshape(pictures, {pictures.size(0), -1}))));
}
// [/plain network]

// [convolution network]
ConvolutionNetwork::ConvolutionNetwork(Index size, Index channels, Index classes, double dropout_, Rng& rng)
    : first(*this, "first", 1, channels, 5, rng, ConvolutionOptions{.padding = 2}),
      second(*this, "second", channels, 2 * channels, 5, rng, ConvolutionOptions{.padding = 2}),
      dropout(*this, "dropout", dropout_, rng),
      output(*this, "output", 2 * channels * (size / 4) * (size / 4), classes, rng) {}

Variable ConvolutionNetwork::operator()(const Variable& pictures) const {
  const Variable edges = max_pool2d(relu(first(pictures)), 2);  // (batch, channels, size / 2, size / 2)
  const Variable parts = max_pool2d(relu(second(edges)), 2);    // (batch, 2 channels, size / 4, size / 4)
  return output(dropout(reshape(parts, {pictures.size(0), -1})));
}
// [/convolution network]

// [vision transformer]
VisionTransformer::VisionTransformer(Index pixels, Index classes, const VisionOptions& options, Rng& rng)
    : patch(*this, "patch", options.patch * options.patch, options.size, rng),
      class_token(*this, "class_token", random_normal({1, 1, options.size}, rng, 0, 0.1)),
      dropout(*this, "dropout", options.dropout, rng),
      encoder(*this, "encoder",
              TransformerOptions{.size = options.size,
                                 .heads = options.heads,
                                 .layers = options.layers,
                                 .feed_forward = 2 * options.size,
                                 .dropout = options.dropout,
                                 .pre_norm = true,
                                 .nonlinearity = Nonlinearity::gelu},
              rng),
      output(*this, "output", options.size, classes, rng),
      options_(options) {
  const Index across = pixels / options.patch;
  if (options.positions) {
    positions = std::make_unique<Child<Positions>>(*this, "positions", PositionKind::learned,
                                                   across * across + 1, options.size, rng);
  }
}

Variable VisionTransformer::operator()(const Variable& pictures) const {
  const Index batch = pictures.size(0);
  const Variable words = patch(patches(pictures, options_.patch));  // (batch, patches, size)
  const Variable token = expand(class_token, {batch, 1, options_.size});
  Variable x = concatenate({token, words}, 1);  // (batch, 1 + patches, size)
  if (positions) x = (*positions)(x);
  x = encoder(dropout(x), Tensor());
  return output(select(x, 1, 0));
}
// [/vision transformer]

// [train]
void train(PictureModel& model, const Pictures& pictures, const PictureTraining& training, Rng& rng,
           const std::function<void(Index, Index)>& progress) {
  const Index batches = (pictures.count() + training.batch_size - 1) / training.batch_size;
  const Index steps = batches * training.epochs;
  Adam adam(model.parameters(), training.rate, {.weight_decay = 0.01});
  const auto schedule = make_schedule("cosine", training.rate, steps / 10, steps);
  model.train();
  for (Index epoch = 0, step = 0; epoch < training.epochs; ++epoch) {
    const std::vector<Index> order = rng.permutation(pictures.count());
    for (Index begin = 0; begin < pictures.count(); begin += training.batch_size) {
      const Index end = std::min(begin + training.batch_size, pictures.count());
      const std::vector<Index> chosen(order.begin() + begin, order.begin() + end);
      TokenMatrix classes(end - begin, 1);
      for (std::size_t i = 0; i < chosen.size(); ++i)
        classes.ids[i] = pictures.classes[static_cast<std::size_t>(chosen[i])];
      adam.set_learning_rate(schedule->rate(++step));
      adam.zero_grad();
      cross_entropy(model(batch_of(pictures, chosen, training.shift, rng)), classes).backward();
      clip_gradient_norm(model.parameters(), 1);
      adam.step();
    }
    if (progress) progress(epoch + 1, training.epochs);
  }
}
// [/train]

std::vector<Token> predict(PictureModel& model, const Pictures& pictures) {
  const NoGrad guard;
  model.eval();
  std::vector<Token> result;
  for (Index begin = 0; begin < pictures.count(); begin += 100) {
    const Index end = std::min(begin + 100, pictures.count());
    const Tensor scores = model(slice(pictures.pixels, 0, begin, end)).value();
    const std::vector<Scalar> all = scores.to_vector();
    const Index classes = scores.size(1);
    for (auto row = all.begin(); row != all.end(); row += classes)
      result.push_back(static_cast<Token>(std::max_element(row, row + classes) - row));
  }
  return result;
}

Index count_right(const std::vector<Token>& predicted, const std::vector<Token>& classes) {
  return std::inner_product(predicted.begin(), predicted.end(), classes.begin(), Index{0}, std::plus<>(),
                            [](Token p, Token c) { return Index{p == c}; });
}

// [map]
Tensor attention_map(VisionTransformer& model, const Pictures& pictures, Index index) {
  const NoGrad guard;
  model.eval();
  AttentionWatch watch;
  model(slice(pictures.pixels, 0, index, index + 1));
  const Tensor weights = mean(watch.calls().back().weights()[0], 0);  // (1 + patches, 1 + patches)
  const Tensor seen = slice(weights[0], 0, 1, weights.size(1));       // the row of the class token
  const auto across = static_cast<Index>(std::lround(std::sqrt(static_cast<double>(seen.numel()))));
  return reshape(seen.contiguous(), {across, across});
}
// [/map]

}  // namespace heed
