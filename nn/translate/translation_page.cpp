#include "nn/translate/translation_page.h"

#include "autograd/variable.h"
#include "nn/attention/attention_maps.h"
#include "nn/show/heat_map.h"
#include "nn/show/page.h"
#include "nn/translate/word_groups.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/views.h"

#include <algorithm>
#include <cmath>

namespace heed {
namespace {

// A sentence's words between <bos> and <eos>.
std::vector<std::string> with_ends(const Words& words) {
  std::vector<std::string> tokens{"<bos>"};
  const Words inner = labels(words);
  tokens.insert(tokens.end(), inner.begin(), inner.end());
  tokens.push_back("<eos>");
  return tokens;
}

show::HeatMap weights_map(const Words& source, const Words& target, const Translation& translation) {
  show::HeatMap map;
  map.title = detokenize(labels(source), Tokenizer::split);
  map.row_axis = "translation";
  map.column_axis = "source";
  map.value = "weight";
  map.column_labels = with_ends(source);
  map.row_labels = labels(target);
  if (translation.tokens.size() > target.size()) map.row_labels.push_back("<eos>");
  map.matrix.rows = static_cast<Index>(map.row_labels.size());
  map.matrix.columns = static_cast<Index>(map.column_labels.size());
  map.low = 0;
  map.high = 1;
  for (const std::vector<double>& row : translation.weights) {
    if (static_cast<Index>(row.size()) < map.matrix.columns)
      fail("attention_text: a row of ", row.size(), " weights for a source of ", map.matrix.columns,
           " tokens");
    // Without the padding of the batch.
    map.matrix.values.insert(map.matrix.values.end(), row.begin(), row.begin() + map.matrix.columns);
  }
  return map;
}

std::vector<show::Candidate> named(const std::vector<Candidate>& candidates, const Vocabulary& vocabulary) {
  std::vector<show::Candidate> result;
  for (const Candidate& c : candidates) result.push_back({vocabulary.word(c.token), c.probability});
  return result;
}

// The decoder's part of a translation: its inputs are <bos> and all words but the last, and at each input it
// predicted the next word.
Batch decoder_batch(const Tokens& source, const Tokens& target) {
  Batch batch;
  batch.source = pad_together({source}, {0});
  batch.source_lengths = {static_cast<Index>(source.size())};
  Tokens inputs{Vocabulary::bos};
  inputs.insert(inputs.end(), target.begin(), target.end() - 1);
  batch.target_in = pad_together({inputs}, {0});
  batch.tokens = static_cast<Index>(target.size());
  return batch;
}

// The likeliest words at each step of `target`, and the word of `target` itself, however unlikely it was.
std::vector<std::vector<show::Candidate>> candidates_along(const Translator& earlier, const Batch& batch,
                                                           const Tokens& target) {
  const Tensor scores = select(log_softmax(earlier.checked_model().logits(batch).value()), 0, 0).contiguous();
  const Index words = scores.size(1);
  std::vector<std::vector<show::Candidate>> all;
  for (std::size_t step = 0; step < target.size(); ++step) {
    const Scalar* const row = scores.data() + static_cast<Index>(step) * words;
    std::vector<Candidate> candidates = likeliest(row, words, 5);
    const Token forced = target[step];
    if (std::none_of(candidates.begin(), candidates.end(), [&](auto& c) { return c.token == forced; }))
      candidates.push_back({forced, std::exp(static_cast<double>(row[forced]))});
    all.push_back(named(candidates, earlier.target));
  }
  return all;
}

// Maps over pieces become maps over words. What the weights were computed from belongs to pieces, so there is none.
void put_together(std::vector<show::AttentionMap>& maps, const std::vector<Index>& source,
                  const std::vector<Index>& target, std::vector<Index> inputs) {
  // A translation that was cut within a word has one more word among its inputs: the beginning of the last one.
  for (Index& number : inputs) number = std::min(number, target.back());
  for (show::AttentionMap& map : maps) {
    const bool reads_source = map.kind != show::AttentionKind::decoder;
    map.weights = grouped(map.weights, map.kind == show::AttentionKind::encoder ? source : target,
                          reads_source ? source : inputs);
  }
}

}  // namespace

std::string attention_text(const Words& source, const Words& target, const Translation& translation,
                           const show::Terminal& terminal) {
  if (translation.weights.empty()) return "(this model has no attention to show)\n";
  return show::heat_map_text(weights_map(source, target, translation), terminal);
}

show::Reading TranslationPage::read(const Translator& translator, const Batch& batch, const Tokens& target) {
  const NoGrad guard;
  AttentionWatch watch;
  translator.checked_model().logits(batch);
  const std::vector<AttentionCall> calls = watch.joined();
  for (const AttentionCall& call : calls) inside_left_ -= inside_numbers(call);

  const bool pieces = translator.target.has_pieces();
  show::Reading reading{name_, {}, attention_maps(calls, inside_left_ >= 0 && !pieces), {}};
  if (pieces) {
    reading.target = labels(translator.target.decode(target));
    if (target.back() == Vocabulary::eos) reading.target.push_back("<eos>");
    put_together(reading.maps, translator.source.word_numbers(batch.source.ids),
                 translator.target.word_numbers(target), translator.target.word_numbers(batch.target_in.ids));
  } else {
    for (Token token : target) reading.target.push_back(translator.target.word(token));
  }
  std::stable_sort(reading.maps.begin(), reading.maps.end(),
                   [](const auto& a, const auto& b) { return a.kind < b.kind; });
  return reading;
}

void TranslationPage::add(const Words& source, const Translation& translation) {
  if (translation.tokens.empty()) return;
  const Batch batch = decoder_batch(translator_.source.encode(source), translation.tokens);
  show::Reading reading = read(translator_, batch, translation.tokens);
  for (const std::vector<Candidate>& step : translation.candidates) {
    if (!translator_.target.has_pieces()) reading.candidates.push_back(named(step, translator_.target));
  }
  if (reading.maps.empty()) return;
  sentences_.push_back({with_ends(source), {reading}});
  added_.emplace_back(batch, translation.tokens);
}

void TranslationPage::add_epoch(const std::string& name, const Translator& earlier) {
  NamedTensors ours = translator_.contents(), theirs = earlier.contents();
  for (const auto& [setting, value] : ours.metadata) {
    if (theirs.metadata[setting] != value)
      fail(name, " does not belong to this model: its setting '", setting,
           "' differs. Was it left over from an earlier run?");
  }
  const NoGrad guard;
  for (std::size_t i = 0; i < sentences_.size(); ++i) {
    const auto& [batch, target] = added_[i];
    show::Reading reading = read(earlier, batch, target);
    reading.name = name;
    if (!earlier.target.has_pieces()) reading.candidates = candidates_along(earlier, batch, target);
    std::vector<show::Reading>& readings = sentences_[i].readings;
    readings.insert(readings.end() - 1, std::move(reading));
  }
}

void TranslationPage::save(const std::string& file) const {
  if (sentences_.empty()) {
    write_file(file,
               {show::html_page("Attention",
                                "<p>There is no attention to show: no sentence was translated, or the model "
                                "has no attention.</p>\n")});
    return;
  }
  show::AttentionPage page{"What the translator attends to", sentences_};
  if (inside_left_ < 0) {
    page.no_inside =
        "How this head computed its weights was left out to keep the page small. To see it, make a page of "
        "fewer "
        "sentences or epochs.";
  }
  write_file(file, {show::attention_page(page)});
}

}  // namespace heed
