#include "nn/translate/ensemble.h"

#include "autograd/record.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/softmax_kernel.h"

#include <algorithm>

namespace heed {

struct Ensemble::State : DecoderState {
  using DecoderState::DecoderState;
  void reorder(const std::vector<Index>& rows) override {
    for (const auto& state : states) state->reorder(rows);
    count = std::ssize(rows);
  }
  Index rows() const { return count; }

  std::vector<std::unique_ptr<DecoderState>> states;  // of each model
  Index count = 0;
};

Ensemble::Ensemble(std::vector<Translator> translators, const std::vector<std::string>& names)
    : translators_(std::move(translators)) {
  if (translators_.empty()) fail("ensemble: there are no translators");
  const Translator& first = translators_.front();
  for (std::size_t i = 0; i < translators_.size(); ++i) {
    const Translator& other = translators_[i];
    adopt(text("models.", i), other.checked_model());
    const bool same_words = other.source == first.source && other.target == first.target;
    if (same_words && other.tokenizer == first.tokenizer) continue;
    fail("ensemble: '", names[i], "' has another ", same_words ? "tokeniser" : "vocabulary", " than '",
         names[0], "'; train the models on the same data with the same options");
  }
}

// The mean of the probabilities of logits (..., words), as logarithms.
static Tensor log_mean(const std::vector<Tensor>& logits) {
  Tensor sum = softmax(logits.front());
  for (std::size_t i = 1; i < logits.size(); ++i) sum = sum + softmax(logits[i]);
  return log(sum / scalar(static_cast<double>(logits.size())));
}

Variable Ensemble::logits(const Batch& batch) const {
  const NoGrad guard;
  std::vector<Tensor> all;
  for (const Translator& translator : translators_) all.push_back(translator.model->logits(batch).value());
  return Variable(log_mean(all));
}

std::unique_ptr<DecoderState> Ensemble::start(const TokenMatrix& source,
                                              const std::vector<Index>& lengths) const {
  auto state = std::make_unique<State>(*this);
  for (const Translator& translator : translators_)
    state->states.push_back(translator.model->start(source, lengths));
  state->count = source.rows;
  return state;
}

Tensor Ensemble::step(DecoderState& state, const std::vector<Token>& previous) const {
  State& ours = own<State>(state, previous);
  std::vector<Tensor> all;
  for (std::size_t i = 0; i < translators_.size(); ++i)
    all.push_back(translators_[i].model->step(*ours.states[i], previous));
  return log_mean(all);
}

Index Ensemble::max_length() const {
  Index least = translators_.front().model->max_length();
  for (const Translator& translator : translators_) least = std::min(least, translator.model->max_length());
  return least;
}

Translator together(std::vector<Translator> translators, const std::vector<std::string>& names) {
  if (translators.size() == 1) return std::move(translators.front());
  Translator result;
  if (!translators.empty()) {
    result.source = translators.front().source;
    result.target = translators.front().target;
    result.tokenizer = translators.front().tokenizer;
  }
  result.model = std::make_unique<Ensemble>(std::move(translators), names);
  result.model->eval();
  return result;
}

}  // namespace heed
