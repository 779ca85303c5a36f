#include "nn/translate/translation_page.h"

#include "nn/show/heat_map.h"
#include "nn/show/page.h"
#include "tensor/file.h"

namespace heed {
namespace {

// The tokens that the encoder read, and those that the decoder wrote.
std::vector<std::string> with_ends(const Words& words) {
  std::vector<std::string> tokens{"<bos>"};
  tokens.insert(tokens.end(), words.begin(), words.end());
  tokens.push_back("<eos>");
  return tokens;
}

show::HeatMap weights_map(const Words& source, const Words& target, const Translation& translation) {
  show::HeatMap map;
  map.title = detokenize(source, Tokenizer::split);
  map.row_axis = "translation";
  map.column_axis = "source";
  map.value = "weight";
  map.column_labels = with_ends(source);
  map.row_labels = target;
  if (translation.tokens.size() > target.size()) map.row_labels.push_back("<eos>");
  map.matrix.rows = static_cast<Index>(map.row_labels.size());
  map.matrix.columns = static_cast<Index>(map.column_labels.size());
  map.low = 0;
  map.high = 1;
  for (const std::vector<double>& row : translation.weights) {
    map.matrix.values.insert(map.matrix.values.end(), row.begin(),
                             row.begin() + map.matrix.columns);  // without padding
  }
  return map;
}

}  // namespace

std::string attention_text(const Words& source, const Words& target, const Translation& translation,
                           const show::Terminal& terminal) {
  if (translation.weights.empty()) return "(this model has no attention to show)\n";
  return show::heat_map_text(weights_map(source, target, translation), terminal);
}

void TranslationPage::add(const Words& source, const Translation& translation) {
  if (!translation.weights.empty())
    figures_.push_back(
        show::heat_map(weights_map(source, translator_.target.decode(translation.tokens), translation)));
}

void TranslationPage::save(const std::string& file) const {
  std::string body = figures_.empty() ? "<p>There is no attention to show.</p>\n" : "";
  for (const std::string& figure : figures_) body += "<figure>" + figure + "</figure>\n";
  write_file(file, {show::html_page("Attention", body)});
}

}  // namespace heed
