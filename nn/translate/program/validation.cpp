#include "nn/translate/program/validation.h"

#include <algorithm>
#include <cmath>
#include <set>

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

std::vector<std::size_t> spread_over_lengths(const std::vector<Tokens>& sentences, std::size_t count) {
  std::vector<std::size_t> order;
  std::set<Tokens> taken;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (taken.insert(sentences[i]).second) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sentences[a].size() < sentences[b].size(); });
  if (order.size() <= count) return order;
  std::vector<std::size_t> chosen;
  for (std::size_t n = 0; n < count; ++n) chosen.push_back(order[(2 * n + 1) * order.size() / (2 * count)]);
  return chosen;
}

std::vector<show::Sample> sample_translations(const Translator& translator, const TrainingData& data) {
  const std::vector<std::size_t> chosen = spread_over_lengths(data.encoded_valid.source, 5);
  std::vector<Tokens> sources;
  for (const std::size_t i : chosen) sources.push_back(data.encoded_valid.source[i]);
  const std::vector<Translation> translations = translate(*translator.model, sources);
  const auto line = [&](const Words& words) { return detokenize(words, translator.tokenizer); };
  std::vector<show::Sample> samples;
  for (std::size_t n = 0; n < chosen.size(); ++n) {
    const SentencePair& pair = data.valid[chosen[n]];
    samples.push_back(
        {line(pair.source), line(pair.target), line(translator.target.decode(translations[n].tokens))});
  }
  return samples;
}

}  // namespace heed
