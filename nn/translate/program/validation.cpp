#include "nn/translate/program/validation.h"

#include <algorithm>
#include <cmath>

namespace heed {

// The number of orders, 1 to 4, of which the references have n-grams.
static std::size_t orders_of(const std::vector<Words>& references) {
  std::size_t longest = 1;
  for (const Words& reference : references) longest = std::max(longest, reference.size());
  return std::min(longest, std::size_t{4});
}

Bleu greedy_bleu(const Translator& translator, const TrainingData& data) {
  std::vector<Words> hypotheses, references;
  for (const Translation& translation : translate(*translator.model, data.encoded_valid.source))
    hypotheses.push_back(translator.target.decode(translation.tokens));
  for (const SentencePair& pair : data.valid) references.push_back(pair.target);
  Bleu result = bleu(hypotheses, references, Smoothing::exponential);
  const std::size_t orders = orders_of(references);
  double log_sum = 0;
  for (std::size_t n = 0; n < orders; ++n) log_sum += std::log(result.precisions[n]);
  result.score = result.brevity_penalty * std::exp(log_sum / static_cast<double>(orders));
  return result;
}

std::vector<show::Sample> sample_translations(const Translator& translator, const TrainingData& data) {
  const std::size_t count = std::min(data.valid.size(), std::size_t{5});
  const std::vector<Tokens>& all = data.encoded_valid.source;
  const std::vector<Tokens> sources(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
  const std::vector<Translation> translations = translate(*translator.model, sources);
  const auto line = [&](const Words& words) { return detokenize(words, translator.tokenizer); };
  std::vector<show::Sample> samples;
  for (std::size_t i = 0; i < count; ++i) {
    const SentencePair& pair = data.valid[i];
    samples.push_back(
        {line(pair.source), line(pair.target), line(translator.target.decode(translations[i].tokens))});
  }
  return samples;
}

}  // namespace heed
