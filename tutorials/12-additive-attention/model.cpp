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

// [read]
RecurrentTranslator::Memory RecurrentTranslator::read(const TokenMatrix& source,
                                                      const std::vector<Index>& lengths) const {
  const GRU::Result read = encoder(source_embedding(source), lengths);
  return {read.output, attention->prepare_keys(read.output), read.final[0],
          length_mask(lengths, source.columns)};
}

Variable RecurrentTranslator::first_state(const Memory& memory) const { return tanh(bridge(memory.last)); }
// [/read]

// [look]
RecurrentTranslator::Look RecurrentTranslator::look(const Variable& state, const Memory& memory) const {
  if (!attends_) return {memory.last, {}};
  const Attended found = attention->attend(unsqueeze(state, 1), memory.keys, memory.states,
                                           memory.mask);  // one query a sentence
  return {squeeze(found.output, 1), squeeze(found.weights, 1)};
}
// [/look]

// [say]
Variable RecurrentTranslator::next_state(const Variable& word, const Variable& context,
                                         const Variable& state) const {
  return decoder(concatenate({word, context}, -1), state);
}

Variable RecurrentTranslator::score_words(const Variable& state, const Variable& context,
                                          const Variable& word) const {
  return output(tanh(readout(concatenate({state, context, word}, -1))));
}
// [/say]

// [forced]
Variable forced_scores(const RecurrentTranslator& model, const RecurrentTranslator::Memory& memory,
                       const TokenMatrix& shown, Tensor* weights) {
  const Variable words = model.embed(shown);  // (batch, target time, embedding)
  Variable state = model.first_state(memory);
  std::vector<Variable> states, contexts, looks;
  for (Index t = 0; t < shown.columns; ++t) {
    const auto [context, where] = model.look(state, memory);        // the state before the word asks
    state = model.next_state(select(words, 1, t), context, state);  // the right word, whatever it said
    states.push_back(state);
    contexts.push_back(context);
    looks.push_back(where);
  }
  if (weights) *weights = stack(looks, 1).value();
  return model.score_words(stack(states, 1), stack(contexts, 1), words);
}
// [/forced]

// [write]
TokenMatrix write(const RecurrentTranslator& model, const RecurrentTranslator::Memory& memory,
                  Index longest) {
  const NoGrad guard;
  TokenMatrix last(memory.states.size(0), 1, Vocabulary::bos), written(last.rows, longest);
  Variable state = model.first_state(memory);
  for (Index t = 0; t < longest; ++t) {
    const Variable word = squeeze(model.embed(last), 1);
    const Variable context = model.look(state, memory).context;
    state = model.next_state(word, context, state);
    const std::vector<Index> best = argmax(model.score_words(state, context, word).value());
    for (Index row = 0; row < last.rows; ++row) {
      last(row, 0) = written(row, t) =
          static_cast<Token>(best[static_cast<std::size_t>(row)]);  // its own word
    }
  }
  return written;
}
// [/write]

}  // namespace heed
