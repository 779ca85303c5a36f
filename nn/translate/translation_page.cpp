#include "nn/translate/translation_page.h"

#include "nn/show/heat_map.h"
#include "nn/show/page.h"
#include "tensor/file.h"
#include "tensor/views.h"

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

// One map for each layer and head; `layers` are (1, heads, queries, keys).
void add_maps(show::AttentionKind kind, const std::vector<Tensor>& layers,
              std::vector<show::AttentionMap>& maps) {
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    for (Index head = 0; head < layers[layer].size(1); ++head) {
      const Tensor weights = select(select(layers[layer], 0, 0), 0, head);
      const std::vector<Scalar> numbers = weights.to_vector();
      show::AttentionMap map;
      map.kind = kind;
      map.layer = static_cast<Index>(layer);
      map.head = head;
      map.weights = {weights.size(0), weights.size(1), std::vector<double>(numbers.begin(), numbers.end())};
      maps.push_back(std::move(map));
    }
  }
}

}  // namespace

std::string attention_text(const Words& source, const Words& target, const Translation& translation,
                           const show::Terminal& terminal) {
  if (translation.weights.empty()) return "(this model has no attention to show)\n";
  return show::heat_map_text(weights_map(source, target, translation), terminal);
}

void TranslationPage::add(const Words& source, const Translation& translation) {
  if (translation.tokens.empty()) return;
  // The decoder reads bos and all words but the last; at each it wrote the next one.
  Batch batch{TokenMatrix(), {}, TokenMatrix(), TokenMatrix(), static_cast<Index>(translation.tokens.size())};
  const Tokens encoded = translator_.source.encode(source);
  batch.source = pad_together({encoded}, {0});
  batch.source_lengths = {static_cast<Index>(encoded.size())};
  Tokens read{Vocabulary::bos};
  read.insert(read.end(), translation.tokens.begin(), translation.tokens.end() - 1);
  batch.target_in = pad_together({read}, {0});
  const AttentionRecord record = translator_.model->attention(batch);

  show::Reading reading{"", {}, {}, {}};
  for (Token token : translation.tokens) reading.target.push_back(translator_.target.word(token));
  add_maps(show::AttentionKind::encoder, record.encoder, reading.maps);
  add_maps(show::AttentionKind::decoder, record.decoder, reading.maps);
  add_maps(show::AttentionKind::cross, record.cross, reading.maps);
  for (const std::vector<Candidate>& step : translation.candidates) {
    reading.candidates.emplace_back();
    for (const Candidate& candidate : step) {
      reading.candidates.back().push_back({translator_.target.word(candidate.token), candidate.probability});
    }
  }
  if (!reading.maps.empty()) sentences_.push_back({with_ends(source), {reading}});
}

void TranslationPage::save(const std::string& file) const {
  if (sentences_.empty()) {
    write_file(file,
               {show::html_page("Attention",
                                "<p>There is no attention to show: no sentence was translated, or the model "
                                "has none.</p>\n")});
    return;
  }
  write_file(file, {show::attention_page({"Where the translator looked", sentences_})});
}

}  // namespace heed
