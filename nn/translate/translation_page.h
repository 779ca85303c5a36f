// The attention of translations: in the terminal, and as a page with every attention of the model.
#pragma once

#include "nn/show/attention_page.h"
#include "nn/show/terminal.h"
#include "nn/translate/translator.h"

namespace heed {

// A heat map of each translated word's attention weights on the source, or a note if the translation has no
// weights (see SearchOptions::weights).
std::string attention_text(const Words& source, const Words& target, const Translation& translation,
                           const show::Terminal& terminal);

// Collects translations for one page with all attention of the model: each kind, layer and head, and what the
// weights were computed from. Pieces are put together to words, without what their weights were computed from.
class TranslationPage {
 public:
  // `name` is the name of the model on the slider over epochs. The page shows what weights were computed
  // from, up to `max_inside_numbers` numbers of about 8 bytes each; after that, the weights alone.
  explicit TranslationPage(const Translator& translator, std::string name = "the model",
                           Index max_inside_numbers = 4'000'000)
      : translator_(translator), name_(std::move(name)), inside_left_(max_inside_numbers) {}
  void add(const Words& source, const Translation& translation);
  // Adds an earlier epoch of the same model to every sentence added so far: the attention and probabilities
  // with which it predicts the same translation. A reader can watch how the alignment of fixed words forms.
  // Throws if `earlier` is a different model.
  void add_epoch(const std::string& name, const Translator& earlier);
  void save(const std::string& file) const;

 private:
  show::Reading read(const Translator& translator, const Batch& batch, const Tokens& target);

  const Translator& translator_;
  std::string name_;
  Index inside_left_;  // numbers that may still be added; below 0 if some were left out
  std::vector<std::pair<Batch, Tokens>> added_;  // the decoder's inputs and outputs for each sentence
  std::vector<show::Sentence> sentences_;
};

}  // namespace heed
