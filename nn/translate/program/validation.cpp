#include "nn/translate/program/validation.h"

namespace heed {

Bleu greedy_bleu(const Translator& translator, const TrainingData& data) {
  std::vector<Words> hypotheses, references;
  for (const Translation& translation : translate(*translator.model, data.encoded_valid.source))
    hypotheses.push_back(translator.target.decode(translation.tokens));
  for (const SentencePair& pair : data.valid) references.push_back(pair.target);
  return bleu(hypotheses, references);
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
