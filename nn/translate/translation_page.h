// Where a translation looked: in the terminal, and as a page.
#pragma once

#include "nn/show/terminal.h"
#include "nn/translate/translator.h"

namespace heed {

// A heat map of the weights with which each word of the translation looked at the source; a note when the
// model has none.
std::string attention_text(const Words& source, const Words& target, const Translation& translation,
                           const show::Terminal& terminal);

// Collects translations for one page with all weights of attention.
class TranslationPage {
 public:
  explicit TranslationPage(const Translator& translator) : translator_(translator) {}
  void add(const Words& source, const Translation& translation);
  void save(const std::string& file) const;

 private:
  const Translator& translator_;
  std::vector<std::string> figures_;
};

}  // namespace heed
