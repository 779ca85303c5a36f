// Continuing a text: the model draws each next token.
#pragma once

#include "nn/generate/generator.h"
#include "nn/sampling.h"
#include "nn/text/batches.h"

namespace heed {

struct ContinueOptions {
  SamplingOptions sampling;
  Index max_length = 200;  // tokens after the prompt
};

struct Continuation {
  Tokens tokens;  // after the prompt, without <eos>
  bool ended;     // whether the model ended the text, by <eos>
};

// `prompt` begins with <bos>. The tokens <pad>, <unk> and <bos> are never drawn. When the model has seen as many tokens as
// its context has, it goes on from the latter half of them.
Continuation continue_text(const Generator& generator, const Tokens& prompt, const ContinueOptions& options,
                           Rng& rng);

}  // namespace heed
