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

// Collects translations for one page with all attention of the model: each kind, layer and head, and what its
// weights were computed from.
class TranslationPage {
 public:
  // `name` is the model's on the slider over epochs. After so many numbers inside attention, of which each
  // takes some 8 bytes of the page, what is added shows its weights alone.
  explicit TranslationPage(const Translator& translator, std::string name = "the model",
                           Index most_inside_numbers = 4'000'000)
      : translator_(translator), name_(std::move(name)), inside_left_(most_inside_numbers) {}
  void add(const Words& source, const Translation& translation);
  // Shows what the same model made, at an earlier time of its training, of the sentences added before: with
  // which attention and probability it would have written the same translation. So alignment is seen to form
  // over words that stay. Throws when it is no such model.
  void add_epoch(const std::string& name, const Translator& earlier);
  void save(const std::string& file) const;

 private:
  show::Reading read(const Translator& translator, const Batch& batch, const Tokens& target);

  const Translator& translator_;
  std::string name_;
  Index inside_left_;  // numbers that may still be added; below 0 when some were left out
  std::vector<std::pair<Batch, Tokens>> added_;  // what the decoder read and wrote, for each sentence
  std::vector<show::Sentence> sentences_;
};

}  // namespace heed
