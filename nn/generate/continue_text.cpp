#include "nn/generate/continue_text.h"

#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <algorithm>
#include <limits>

namespace heed {
namespace {

// Reads tokens one by one, and forgets the older half whenever the context is full.
class Reader {
 public:
  explicit Reader(const GPT& model) : model_(model) {}

  // The logits of the next token.
  std::vector<Scalar> read(Token token) {
    if (memory_.tokens == model_.options().context) {
      const Tokens latter(seen_.begin() + static_cast<std::ptrdiff_t>((seen_.size() + 1) / 2), seen_.end());
      memory_ = {};
      seen_.clear();
      for (const Token before : latter) read(before);
    }
    seen_.push_back(token);
    return model_.step({token}, memory_).to_vector();
  }

 private:
  const GPT& model_;
  GPTMemory memory_;
  Tokens seen_;  // what the memory has
};

}  // namespace

Continuation continue_text(const Generator& generator, const Tokens& prompt, const ContinueOptions& options,
                           Rng& rng) {
  const GPT& model = generator.checked_model();
  if (model.is_training()) fail("continue_text: the model is in training mode; call eval() first");
  if (prompt.empty() || prompt.front() != Vocabulary::bos)
    fail("continue_text: a prompt begins with <bos>, also one without words");
  checked_size("continue_text", "the maximum length", options.max_length);
  check(options.sampling, "continue_text");
  const NoGrad only_values;
  Reader reader(model);
  std::vector<Scalar> logits;
  for (const Token token : prompt) logits = reader.read(token);
  Continuation result{{}, false};
  while (std::ssize(result.tokens) < options.max_length) {
    for (const Token never : {Vocabulary::pad, Vocabulary::unknown, Vocabulary::bos})
      logits[static_cast<std::size_t>(never)] = -std::numeric_limits<Scalar>::infinity();
    const auto next = static_cast<Token>(sample(logits.data(), std::ssize(logits), options.sampling, rng));
    if (next == Vocabulary::eos) {
      result.ended = true;
      break;
    }
    result.tokens.push_back(next);
    logits = reader.read(next);
  }
  return result;
}

}  // namespace heed
