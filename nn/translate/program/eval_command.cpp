#include "nn/text/accuracy.h"
#include "nn/text/bleu.h"
#include "nn/text/chrf.h"
#include "nn/text/corpus.h"
#include "nn/text/tokenize_13a.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/program/pairs_of_options.h"
#include "nn/translate/program/search_options.h"
#include "tensor/ground/stopwatch.h"

#include <cstdio>

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

void print_scores(const std::vector<Words>& hypotheses, const Corpus& corpus, Tokenizer tokenizer,
                  double seconds) {
  // A model's own words, whatever marks and case they have; for pieces, the text.
  const Tokenizer joined = tokenizer == Tokenizer::bpe ? Tokenizer::bpe : Tokenizer::split;
  std::vector<Words> references, hypothesis_13a, reference_13a;
  std::vector<std::string> hypothesis_lines, reference_lines;
  for (std::size_t i = 0; i < hypotheses.size(); ++i) {
    const SentencePair& pair = corpus.pairs[i];
    references.push_back(pair.target);
    hypothesis_lines.push_back(detokenize(hypotheses[i], joined));
    reference_lines.push_back(detokenize(pair.target, joined));
    hypothesis_13a.push_back(tokenize_13a(detokenize(hypotheses[i], tokenizer)));
    reference_13a.push_back(tokenize_13a(pair.target_text));
  }
  std::printf("%s, chrF = %.2f, %zu sentences, %.1f s\n", bleu(hypotheses, references).to_string().c_str(),
              chrf(hypothesis_lines, reference_lines), hypotheses.size(), seconds);
  const double matches = exact_matches(hypotheses, references);
  std::printf("exact = %.1f %% (%.0f of %zu)\n", 100 * matches,
              matches * static_cast<double>(hypotheses.size()), hypotheses.size());
  // As sacreBLEU prints its signature, so that the figure can be compared with published ones.
  std::printf("BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp = %.2f, on the text\n",
              bleu(hypothesis_13a, reference_13a, Smoothing::exponential).score);
}

}  // namespace

int eval_command(const std::vector<std::string>& words) {
  std::vector<Option> known = decoding_options();
  for (const Option& option : pair_options()) known.push_back(option);
  known.insert(known.end(), {length_option, threads_option});
  if (asks_for_help(words)) {
    std::printf("translate eval: translates a file and compares it with references (BLEU, chrF)\n\n%s",
                help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  require_pair_options(options);
  use_threads(options);
  const Translator translator = load_translator(options);
  const Decoding how = decoding(options, translator);
  BadLines bad_lines("translate", "translated");
  const Corpus corpus = load_pairs_of(options, translator.tokenizer, bad_lines);
  const std::vector<Tokens> sources = encode_sources(corpus, translator, options, bad_lines);
  const Tokens nothing = translator.source.encode({});
  const Stopwatch stopwatch;
  const std::vector<Translation> translations = translate(*translator.model, sources, how.search);
  const double seconds = stopwatch.seconds();
  std::vector<Words> hypotheses;
  for (std::size_t i = 0; i < sources.size(); ++i)
    hypotheses.push_back(
        sources[i] == nothing ? Words{} : how.words(translations[i], corpus.pairs[i].source, translator));
  print_scores(hypotheses, corpus, translator.tokenizer, seconds);
  return bad_lines.exit_code();
}

}  // namespace heed
