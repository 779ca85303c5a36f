// The Transformer as a translator (Vaswani et al., 2017).
#pragma once

#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "nn/translate/translation_model.h"

namespace heed {

struct TransformerModelOptions {
  Index source_words = 0, target_words = 0;
  TransformerOptions transformer;
  PositionKind positions = PositionKind::sinusoidal;
  Index longest = 256;  // sentence, for learned positions
};

class TransformerModel : public TranslationModel {
 public:
  TransformerModel(const TransformerModelOptions& options, Rng& rng);

  Variable logits(const Batch& batch) const override;
  std::unique_ptr<DecoderState> start(const TokenMatrix& source,
                                      const std::vector<Index>& lengths) const override;
  Tensor step(DecoderState& state, const std::vector<Token>& last) const override;
  Index longest() const override;
  std::map<std::string, std::string> settings() const override;

 private:
  struct State;

  // Embedded words times sqrt(size), plus positions from `begin`, with dropout.
  Variable embed(const Child<Embedding>& embedding, const Child<Positions>& positions,
                 const TokenMatrix& words, Index begin) const;
  Variable encode(const TokenMatrix& source, const Tensor& mask) const;  // (batch, source time, size)

  TransformerModelOptions options_;
  Child<Embedding> source_embedding_, target_embedding_;
  Child<Positions> source_positions_, target_positions_;
  Child<Encoder> encoder_;
  Child<Decoder> decoder_;
  Child<Linear> output_;
  Child<Dropout> dropout_;
};

}  // namespace heed
