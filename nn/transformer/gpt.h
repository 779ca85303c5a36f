// GPT: a Transformer that predicts each next token from the tokens before it (Radford et al., 2018; lesson 17):
//
//     x      = E tokens + positions
//     logits = W_o layers(x)             each position attends to itself and the positions before it
//
// where E are the tokens' embeddings. W_o is E itself if the output is tied.
#pragma once

#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tensor/token_matrix.h"

namespace heed {

struct GPTOptions {
  Index words = 0;
  TransformerOptions transformer{.pre_norm = true, .nonlinearity = Nonlinearity::gelu};
  PositionKind positions = PositionKind::learned;
  Index context = 64;       // with learned positions, the maximum number of tokens
  bool tied = true;         // whether the output has the weights of the embedding
  bool input_norm = false;  // whether the first layer gets normalised vectors
};

// What a GPT keeps of the tokens that it has read: their keys and values, and how many they are. A new one has read none.
struct GPTMemory {
  EncoderMemory layers;
  Index tokens = 0;
};

class GPT : public Module {
 public:
  // Keeps `rng` for dropout.
  GPT(const GPTOptions& options, Rng& rng);

  // The logits of the token after each: tokens (batch, time) -> (batch, time, words). Padding at the end of a row
  // changes nothing before it.
  Variable logits(const TokenMatrix& tokens) const;
  // The same for the next tokens after those in `memory`, to which they are added. In evaluation mode the logits are
  // those of reading all tokens at once.
  Variable logits(const TokenMatrix& tokens, GPTMemory& memory) const;
  // One token for each row: the logits of the token after it, (rows, words).
  Tensor step(const std::vector<Token>& tokens, GPTMemory& memory) const;

  const GPTOptions& options() const { return options_; }

 private:
  GPTOptions options_;
  Child<Embedding> embedding_;
  Child<Positions> positions_;
  std::unique_ptr<Child<Norm>> input_norm_;
  Child<Encoder> layers_;
  Child<Dropout> dropout_;
  Child<Linear> output_;  // W_o
};

}  // namespace heed
