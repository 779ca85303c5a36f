#include "tutorials/25-senses/model.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "tensor/creation.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <numeric>

namespace heed {

QuestionBatch batch_of(const std::vector<Example>& examples, const std::vector<Index>& indices) {
  const Index count = static_cast<Index>(indices.size());
  QuestionBatch batch{zeros({count, 3, scene_size, scene_size}), {}, {}, TokenMatrix(count, 1)};
  std::vector<Tokens> questions;
  for (Index row = 0; row < count; ++row) {
    const Example& example = examples[static_cast<std::size_t>(indices[static_cast<std::size_t>(row)])];
    select(batch.pictures, 0, row).copy_from(example.scene.pixels);
    questions.push_back(question_words().encode(example.question.words));
    batch.lengths.push_back(static_cast<Index>(questions.back().size()));
    batch.answers(row, 0) = answer_number(example.question.answer);
  }
  std::vector<Index> all(questions.size());
  std::iota(all.begin(), all.end(), Index{0});
  batch.words = pad_together(questions, all);
  return batch;
}

// [concatenating model]
Concatenating::Concatenating(Index channels, Index size, Rng& rng)
    : first_(*this, "first", 3, channels, 5, rng, ConvolutionOptions{.padding = 2}),
      second_(*this, "second", channels, 2 * channels, 5, rng, ConvolutionOptions{.padding = 2}),
      picture_(*this, "picture", 2 * channels * (scene_size / 4) * (scene_size / 4), size, rng),
      embedding_(*this, "embedding", question_words().size(), size, rng, Vocabulary::pad),
      question_(*this, "question", size, size, rng),
      hidden_(*this, "hidden", 2 * size, 2 * size, rng),
      output_(*this, "output", 2 * size, static_cast<Index>(answers().size()), rng) {}

Variable Concatenating::operator()(const QuestionBatch& batch) const {
  const Variable edges = max_pool2d(relu(first_(batch.pictures)), 2);
  const Variable parts = max_pool2d(relu(second_(edges)), 2);
  const Variable seen = relu(picture_(reshape(parts, {parts.size(0), -1})));              // (batch, size)
  const Variable asked = question_(embedding_(batch.words), batch.lengths).final.back();  // (batch, size)
  return output_(relu(hidden_(concatenate({seen, asked}, -1))));
}
// [/concatenating model]

// [attending model]
Attending::Attending(const AttendingOptions& o, Rng& rng)
    : options_(o),
      patch_(*this, "patch", 3 * o.patch * o.patch, o.size, rng),
      places_(*this, "places", PositionKind::learned, (scene_size / o.patch) * (scene_size / o.patch), o.size,
              rng),
      see_(*this, "see", o.size, 2 * o.size, 0.0, Nonlinearity::relu, rng),
      embedding_(*this, "embedding", question_words().size(), o.size, rng, Vocabulary::pad),
      question_(*this, "question", o.size, o.size, rng),
      hidden_(*this, "hidden", o.size, 2 * o.size, rng),
      output_(*this, "output", 2 * o.size, static_cast<Index>(answers().size()), rng) {
  for (Index i = 0; o.attention && i < o.reads; ++i) attention_.add(o.size, o.size, o.size, rng);
}

Attending::Reading Attending::read(const QuestionBatch& batch) const {
  const Variable cut = places_(relu(patch_(patches(batch.pictures, options_.patch))));
  const Variable seen = cut + see_(cut);                                            // (batch, patches, size)
  Variable query = question_(embedding_(batch.words), batch.lengths).final.back();  // (batch, size)
  Reading reading;
  for (std::size_t i = 0; i < static_cast<std::size_t>(options_.reads); ++i) {
    if (options_.attention) {
      const Attended found = attention_.call(i, unsqueeze(query, 1), seen, seen, Tensor());
      reading.weights.push_back(found.weights);
      query = query + squeeze(found.output, 1);
    } else {
      query = query + mean(seen, 1);
    }
  }
  reading.scores = output_(relu(hidden_(query)));
  return reading;
}
// [/attending model]

void train(Viewer& viewer, const std::vector<Example>& examples, const ViewerTraining& training, Rng& rng,
           const std::function<void(Index, Index)>& progress) {
  const Index count = static_cast<Index>(examples.size());
  const Index steps = (count + training.batch_size - 1) / training.batch_size * training.epochs;
  Adam adam(viewer.parameters(), training.rate, {.weight_decay = 0.01});
  const auto schedule = make_schedule("cosine", training.rate, steps / 10, steps);
  viewer.train();
  for (Index epoch = 0, step = 0; epoch < training.epochs; ++epoch) {
    const std::vector<Index> order = rng.permutation(count);
    for (Index begin = 0; begin < count; begin += training.batch_size) {
      const Index end = std::min(begin + training.batch_size, count);
      const QuestionBatch batch = batch_of(examples, {order.begin() + begin, order.begin() + end});
      adam.set_learning_rate(schedule->rate(++step));
      adam.zero_grad();
      cross_entropy(viewer(batch), batch.answers).backward();
      clip_gradient_norm(viewer.parameters(), 1);
      adam.step();
    }
    if (progress) progress(epoch + 1, training.epochs);
  }
}

std::vector<Token> answer_all(Viewer& viewer, const std::vector<Example>& examples) {
  const NoGrad guard;
  viewer.eval();
  std::vector<Token> result;
  const Index count = static_cast<Index>(examples.size());
  for (Index begin = 0; begin < count; begin += 100) {
    std::vector<Index> indices(static_cast<std::size_t>(std::min<Index>(100, count - begin)));
    std::iota(indices.begin(), indices.end(), begin);
    for (const Index best : argmax(viewer(batch_of(examples, indices)).value()))
      result.push_back(static_cast<Token>(best));
  }
  return result;
}

std::vector<std::vector<double>> weights_of(Attending& viewer, const Example& example) {
  const NoGrad guard;
  viewer.eval();
  std::vector<std::vector<double>> all;
  for (const Variable& weights : viewer.read(batch_of({example}, {0})).weights)
    all.push_back(weights.value().to_doubles());
  return all;
}

}  // namespace heed
