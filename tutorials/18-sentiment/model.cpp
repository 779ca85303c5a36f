#include "tutorials/18-sentiment/model.h"

#include "autograd/operations/cross_entropy.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"

namespace heed {

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"words, mean", Reading::words, Pool::mean},     {"words, attention", Reading::words, Pool::attention},
      {"LSTM, last state", Reading::lstm, Pool::last}, {"LSTM, mean", Reading::lstm, Pool::mean},
      {"LSTM, max", Reading::lstm, Pool::max},         {"LSTM, attention", Reading::lstm, Pool::attention}};
  return all;
}

// [model]
Classifier::Classifier(Index words, const Kind& kind, const Sizes& sizes, Rng& rng)
    : kind_(kind),
      embedding_(*this, "embedding", words, sizes.embedding, rng, Vocabulary::pad),
      dropout_(*this, "dropout", sizes.dropout, rng),
      output_(*this, "output", kind.reading == Reading::lstm ? sizes.hidden : sizes.embedding, 2, rng) {
  const Index size = output_->weight.size(1);
  if (kind.reading == Reading::lstm)
    lstm_ = std::make_unique<Child<LSTM>>(*this, "lstm", sizes.embedding, sizes.hidden, rng);
  if (kind.pool == Pool::attention)
    attention_ = std::make_unique<Child<AttentionPooling>>(*this, "attention", size, size, rng);
}

Verdicts Classifier::operator()(const TokenMatrix& reviews, const std::vector<Index>& lengths) const {
  Variable x = dropout_(embedding_(reviews));  // (batch, time, size)
  LSTMState final;
  if (lstm_) {
    const LSTM::Result read = (*lstm_)(x, lengths);
    x = read.output;
    final = read.final;
  }
  if (kind_.pool == Pool::last) return {output_(dropout_(final.h)), {}};
  if (kind_.pool == Pool::mean) return {output_(dropout_(mean_pooling(x, lengths))), {}};
  if (kind_.pool == Pool::max) return {output_(dropout_(max_pooling(x, lengths))), {}};
  const Pooled pooled = (*attention_)(x, lengths);
  return {output_(dropout_(pooled.output)), pooled.weights};
}
// [/model]

std::vector<Index> lengths_of(const Examples& examples, const std::vector<Index>& indices) {
  std::vector<Index> lengths;
  for (const Index i : indices)
    lengths.push_back(static_cast<Index>(examples.sentences[static_cast<std::size_t>(i)].size()));
  return lengths;
}

// [train]
void train_epoch(Classifier& model, const Examples& examples, Index batch_size, Optimizer& optimizer,
                 Rng& rng) {
  model.train();
  for (const auto& indices : shuffled_plan({examples.sentences, examples.sentences}, batch_size, rng)) {
    TokenMatrix classes(static_cast<Index>(indices.size()), 1);
    for (std::size_t i = 0; i < indices.size(); ++i)
      classes.ids[i] = examples.classes[static_cast<std::size_t>(indices[i])];
    const TokenMatrix reviews = pad_together(examples.sentences, indices);
    optimizer.zero_grad();
    cross_entropy(model(reviews, lengths_of(examples, indices)).scores, classes).backward();
    clip_gradient_norm(model.parameters(), 1);
    optimizer.step();
  }
}

void train(Classifier& model, const Examples& examples, const Training& training, Rng& rng,
           const std::function<void(Index, Index)>& progress) {
  Adam adam(model.parameters(), training.rate);
  for (Index epoch = 0; epoch < training.epochs; ++epoch) {
    const double left = 1 - static_cast<double>(epoch) / static_cast<double>(training.epochs);
    adam.set_learning_rate(training.rate * left);
    train_epoch(model, examples, training.batch_size, adam, rng);
    if (progress) progress(epoch + 1, training.epochs);
  }
}
// [/train]

std::vector<double> margins(Classifier& model, const Examples& examples) {
  const NoGrad guard;
  model.eval();
  std::vector<double> result(examples.sentences.size());
  for (const std::vector<Index>& indices : sorted_plan(examples.sentences, 100)) {
    const TokenMatrix reviews = pad_together(examples.sentences, indices);
    const std::vector<double> scores =
        model(reviews, lengths_of(examples, indices)).scores.value().to_doubles();
    for (std::size_t i = 0; i < indices.size(); ++i)
      result[static_cast<std::size_t>(indices[i])] = scores[2 * i + 1] - scores[2 * i];
  }
  return result;
}

Right count_right(const std::vector<double>& margins, const std::vector<Token>& classes,
                  const std::function<bool(std::size_t)>& chosen) {
  Right result;
  for (std::size_t i = 0; i < margins.size(); ++i) {
    if (chosen && !chosen(i)) continue;
    result.right += (margins[i] > 0) == (classes[i] == 1);
    ++result.total;
  }
  return result;
}

}  // namespace heed
