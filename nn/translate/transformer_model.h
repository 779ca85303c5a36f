// The Transformer as a translator (Vaswani et al., 2017; lesson 14):
//
//     encoded = encoder(sqrt(d_model) E x + positions)
//     decoded = decoder(sqrt(d_model) E y + positions, encoded)      each word attends to the words before it
//     logits  = W_o decoded
//
// where x are the source words, y the target words without the last one, and E their embeddings.
#pragma once

#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "nn/translate/translation_model.h"

namespace heed {

struct TransformerModelOptions {
  Index source_words = 0, target_words = 0;
  TransformerOptions transformer;
  PositionKind positions = PositionKind::sinusoidal;
  Tied tied = Tied::none;
  Index max_length = 256;  // for learned positions: the maximum number of tokens, including <bos> and <eos>
};

class TransformerModel : public TranslationModel {
 public:
  // Keeps `rng` for dropout.
  TransformerModel(const TransformerModelOptions& options, Rng& rng);

  Variable logits(const Batch& batch) const override;
  std::unique_ptr<DecoderState> start(const TokenMatrix& source,
                                      const std::vector<Index>& lengths) const override;
  Tensor step(DecoderState& state, const std::vector<Token>& previous) const override;
  Index max_length() const override;
  std::map<std::string, std::string> settings() const override;

 private:
  struct State;

  // sqrt(d_model) E words + positions from `begin` on, with dropout: (batch, time, size)
  Variable embed_source(const TokenMatrix& words) const;
  Variable embed_target(const TokenMatrix& words, Index begin) const;
  Variable encode(const TokenMatrix& source, const Tensor& mask) const;  // (batch, source time, size)

  TransformerModelOptions options_;
  Child<Embedding> source_embedding_, target_embedding_;
  Child<Positions> source_positions_, target_positions_;
  Child<Encoder> encoder_;
  Child<Decoder> decoder_;
  Child<Linear> output_;  // W_o
  Child<Dropout> dropout_;
};

}  // namespace heed
