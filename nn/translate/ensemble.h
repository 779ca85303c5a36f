// Several models that translate together: each next word has the mean of their probabilities.
#pragma once

#include "nn/translate/translator.h"

namespace heed {

class Ensemble : public TranslationModel {
 public:
  // Throws, naming the translator, if it has no model, or if its vocabularies or tokeniser differ from the first one's.
  Ensemble(std::vector<Translator> translators, const std::vector<std::string>& names);

  // log of the mean probability, without gradients: an ensemble is not trained.
  Variable logits(const Batch& batch) const override;
  std::unique_ptr<DecoderState> start(const TokenMatrix& source,
                                      const std::vector<Index>& lengths) const override;
  Tensor step(DecoderState& state, const std::vector<Token>& previous) const override;
  Index max_length() const override;
  std::map<std::string, std::string> settings() const override { return {{"model", "ensemble"}}; }

 private:
  struct State;
  std::vector<Translator> translators_;
};

// The translators as one; a single one is returned as it is. Throws as above.
Translator together(std::vector<Translator> translators, const std::vector<std::string>& names);

}  // namespace heed
