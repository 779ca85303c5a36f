// Where a translation looked: in the terminal, and as a page with every attention of the model.
#pragma once

#include "nn/show/attention_page.h"
#include "nn/show/terminal.h"
#include "nn/translate/translator.h"

namespace heed {

// A heat map of the weights with which each word of the translation looked at the source; a note when the
// model has none.
std::string attention_text(const Words& source, const Words& target, const Translation& translation,
                           const show::Terminal& terminal);

// Collects translations for one page with all weights of attention: each kind, layer and head.
class TranslationPage {
 public:
  explicit TranslationPage(const Translator& translator) : translator_(translator) {}
  void add(const Words& source, const Translation& translation);
  void save(const std::string& file) const;

 private:
  const Translator& translator_;
  std::vector<show::Sentence> sentences_;
};

}  // namespace heed
