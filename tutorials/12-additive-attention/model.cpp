#include "tutorials/12-additive-attention/model.h"

#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "tensor/reduce.h"

namespace heed {

RecurrentTranslator::RecurrentTranslator(const ModelSizes& s, bool attends, Rng& rng)
    : source_embedding(*this, "source_embedding", s.source_words, s.embedding, rng, Vocabulary::pad, 1),
      target_embedding(*this, "target_embedding", s.target_words, s.embedding, rng, Vocabulary::pad, 1),
      encoder(*this, "encoder", s.embedding, s.hidden, rng, 1, true),
      attention(*this, "attention", s.hidden, 2 * s.hidden, s.hidden, rng),
      bridge(*this, "bridge", 2 * s.hidden, s.hidden, rng),
      decoder(*this, "decoder", s.embedding + 2 * s.hidden, s.hidden, rng),
      readout(*this, "readout", 3 * s.hidden + s.embedding, s.embedding, rng),
      output(*this, "output", s.embedding, s.target_words, rng),
      attends_(attends) {}

// [encode]
RecurrentTranslator::Memory RecurrentTranslator::encode(const TokenMatrix& source,
                                                        const std::vector<Index>& lengths) const {
  const GRU::Result encoded = encoder(source_embedding(source), lengths);
  return {encoded.output, attention->prepare_keys(encoded.output), encoded.final[0],
          length_mask(lengths, source.columns)};
}

Variable RecurrentTranslator::first_state(const Memory& memory) const { return tanh(bridge(memory.last)); }
// [/encode]

// [attend]
RecurrentTranslator::Context RecurrentTranslator::attend(const Variable& state, const Memory& memory) const {
  if (!attends_) return {memory.last, {}};
  const Attended attended = attention->attend(unsqueeze(state, 1), memory.keys, memory.states,
                                              memory.mask);  // one query per sentence
  return {squeeze(attended.output, 1), squeeze(attended.weights, 1)};
}
// [/attend]

// [step]
Variable RecurrentTranslator::next_state(const Variable& word, const Variable& context,
                                         const Variable& state) const {
  return decoder(concatenate({word, context}, -1), state);
}

Variable RecurrentTranslator::score_words(const Variable& state, const Variable& context,
                                          const Variable& word) const {
  return output(tanh(readout(concatenate({state, context, word}, -1))));
}
// [/step]

// [forced]
Variable forced_scores(const RecurrentTranslator& model, const RecurrentTranslator::Memory& memory,
                       const TokenMatrix& inputs, Tensor* weights) {
  const Variable words = model.embed(inputs);  // (batch, target time, embedding)
  Variable state = model.first_state(memory);
  std::vector<Variable> states, contexts, all_weights;
  for (Index t = 0; t < inputs.columns; ++t) {
    const auto [context, attended] = model.attend(state, memory);   // the previous state is the query
    state = model.next_state(select(words, 1, t), context, state);  // the correct previous word
    states.push_back(state);
    contexts.push_back(context);
    all_weights.push_back(attended);
  }
  if (weights) *weights = stack(all_weights, 1).value();
  return model.score_words(stack(states, 1), stack(contexts, 1), words);
}
// [/forced]

// [write]
TokenMatrix write(const RecurrentTranslator& model, const RecurrentTranslator::Memory& memory, Index length) {
  const NoGrad guard;
  TokenMatrix previous(memory.states.size(0), 1, Vocabulary::bos), written(previous.rows, length);
  Variable state = model.first_state(memory);
  for (Index t = 0; t < length; ++t) {
    const Variable word = squeeze(model.embed(previous), 1);
    const Variable context = model.attend(state, memory).vector;
    state = model.next_state(word, context, state);
    const std::vector<Index> best = argmax(model.score_words(state, context, word).value());
    for (Index row = 0; row < previous.rows; ++row) {
      written(row, t) = static_cast<Token>(best[static_cast<std::size_t>(row)]);
      previous(row, 0) = written(row, t);  // its own word
    }
  }
  return written;
}
// [/write]

}  // namespace heed
