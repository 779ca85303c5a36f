// The study of lesson 15: translators on one corpus and one budget, and the Transformer with one thing changed.
#include "nn/text/bleu.h"
#include "nn/text/chrf.h"
#include "tensor/ground/stopwatch.h"
#include "tutorials/study.h"
#include "tutorials/translators.h"

#include <algorithm>

using namespace heed;

namespace {

// Padding becomes a word, so that no mask hides it.
Batch with_visible_padding(const EncodedPairs& pairs, const std::vector<Index>& indices) {
  Batch batch = make_batch(pairs, indices);
  std::replace(batch.source.ids.begin(), batch.source.ids.end(), Vocabulary::pad, Vocabulary::unknown);
  for (Index& length : batch.source_lengths) length = batch.source.columns;
  return batch;
}

std::vector<double> run(const Texts& texts, const std::string& row, Index seed) {
  Training how{.epochs = 6};
  if (row == "transformer, label smoothing 0.1") how.label_smoothing = 0.1;
  if (row == "transformer, no warm-up") how.warmup = 1;
  if (row == "transformer, padding visible") how.prepare = with_visible_padding;
  Rng rng(static_cast<std::uint64_t>(seed));
  const auto model = make_translator(row.substr(0, row.find(',')), texts, rng);
  const Stopwatch stopwatch;
  train(*model, texts, how);
  const double seconds = stopwatch.seconds();
  const std::vector<Words> written = translations(*model, texts), right = references(texts);
  const std::vector<double> errors = alignment_errors(*model, texts, true_alignments());
  return {100 * exact_matches(written, right),           bleu(written, right).score,
          chrf(lines_of(written), lines_of(right)),
          errors.empty() ? 100 : 100 * errors.back(),  // no links: none is right
          static_cast<double>(model->parameter_count()), seconds};
}

}  // namespace

int main(int count, char** arguments) {
  const Texts texts = corpus();
  const std::vector<StudyColumn> columns{{"exact, %", 1},   {"BLEU", 1},
                                         {"chrF", 1},       {"alignment error, %", 1},
                                         {"parameters", 0}, {"time, s", 0, StudyColumn::time}};
  const Study study{
      .what = "six epochs on our corpus, greedy search",
      .rows_are = "model",
      .rows = {"none", "additive", "dot", "scaled", "multi-head", "transformer",
               "transformer, label smoothing 0.1", "transformer, no warm-up", "transformer, padding visible"},
      .seeds = {1, 2, 3},
      .columns = columns,
      .checked = {{"none", 1}},
      .relative = 0.15,
      .absolute = 4};
  return run_study(
      study, [&](const std::string& row, Index seed) { return run(texts, row, seed); }, count, arguments);
}
