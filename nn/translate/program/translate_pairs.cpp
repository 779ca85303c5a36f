#include "nn/translate/program/translate_pairs.h"

#include "nn/text/tokenize_13a.h"
#include "nn/translate/program/pairs_of_options.h"
#include "tensor/ground/stopwatch.h"

namespace heed {
namespace {

// The sources as the model reads them. One that is too long is told, and becomes an empty sentence.
std::vector<Tokens> encode_sources(const Corpus& corpus, const Translator& translator, const Options& options,
                                   BadLines& bad_lines) {
  std::vector<Tokens> sources;
  for (const SentencePair& pair : corpus.pairs) {
    try {
      sources.push_back(
          encode_source(pair.source, translator, options, text(pairs_file(options), ":", pair.line)));
    } catch (const Error& error) {
      bad_lines.add(error.what());
      sources.push_back(translator.source.encode({}));
    }
  }
  return sources;
}

}  // namespace

TranslatedPairs translate_pairs(const Corpus& corpus, const Translator& translator, const Decoding& how,
                                const Options& options, BadLines& bad_lines) {
  const std::vector<Tokens> sources = encode_sources(corpus, translator, options, bad_lines);
  const Tokens nothing = translator.source.encode({});
  const Stopwatch stopwatch;
  const std::vector<Translation> translations = translate(*translator.model, sources, how.search);
  TranslatedPairs result{{}, stopwatch.seconds()};
  for (std::size_t i = 0; i < sources.size(); ++i)
    result.words.push_back(
        sources[i] == nothing ? Words{} : how.words(translations[i], corpus.pairs[i].source, translator));
  return result;
}

Words13a words_13a(const std::vector<Words>& hypotheses, const Corpus& corpus, Tokenizer tokenizer) {
  Words13a result;
  for (std::size_t i = 0; i < hypotheses.size(); ++i) {
    result.hypotheses.push_back(tokenize_13a(detokenize(hypotheses[i], tokenizer)));
    result.references.push_back(tokenize_13a(corpus.pairs[i].target_text));
  }
  return result;
}

}  // namespace heed
