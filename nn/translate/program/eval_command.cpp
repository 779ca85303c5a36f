#include "nn/text/accuracy.h"
#include "nn/text/bleu.h"
#include "nn/text/chrf.h"
#include "nn/text/corpus.h"
#include "nn/text/tokenize_13a.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/program/search_options.h"
#include "tensor/ground/stopwatch.h"

#include <cstdio>

namespace heed {
namespace {

Corpus load_corpus(const Options& options, Tokenizer tokenizer, BadLines& bad_lines) {
  const CorpusOptions how{.tokenizer = tokenizer,
                          .keep_text = true,
                          .bad_line = [&](const std::string& problem) { bad_lines.add(problem); }};
  Corpus corpus = options.given("--pairs")
                      ? load_pairs(options.text("--pairs"), how)
                      : load_parallel(required(options, "--source"), required(options, "--target"), how);
  if (corpus.blank > 0) std::fprintf(stderr, "translate: %s\n", corpus.to_string().c_str());
  return corpus;
}

// The sources as the model reads them. One that is too long is told, and becomes an empty sentence.
std::vector<Tokens> encode_sources(const Corpus& corpus, const Translator& translator, const Options& options,
                                   BadLines& bad_lines) {
  const std::string file = options.text(options.given("--pairs") ? "--pairs" : "--source");
  std::vector<Tokens> sources;
  for (const SentencePair& pair : corpus.pairs) {
    try {
      sources.push_back(encode_source(pair.source, translator, options, text(file, ":", pair.line)));
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
  const std::vector<Option> known{model_option,
                                  {"--source", "FILE", "", "sentences to translate, one per line"},
                                  {"--target", "FILE", "", "their reference translations"},
                                  {"--pairs", "FILE.tsv", "", "both in one file, separated by a tab"},
                                  beam_option,
                                  penalty_option,
                                  length_option,
                                  threads_option};
  if (asks_for_help(words)) {
    std::printf("translate eval: translates a file and compares it with references (BLEU, chrF)\n\n%s",
                help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  if (options.given("--pairs") == (options.given("--source") || options.given("--target")))
    throw UsageError("give the sentences as --source FILE --target FILE, or as --pairs FILE.tsv");
  const SearchOptions search = search_options(options);
  use_threads(options);
  const Translator translator = Translator::load(required(options, "--model"));
  BadLines bad_lines("translate", "translated");
  const Corpus corpus = load_corpus(options, translator.tokenizer, bad_lines);
  const std::vector<Tokens> sources = encode_sources(corpus, translator, options, bad_lines);
  const Tokens nothing = translator.source.encode({});
  const Stopwatch stopwatch;
  const std::vector<Translation> translations = translate(*translator.model, sources, search);
  const double seconds = stopwatch.seconds();
  std::vector<Words> hypotheses;
  for (std::size_t i = 0; i < sources.size(); ++i)
    hypotheses.push_back(sources[i] == nothing ? Words{} : translator.target.decode(translations[i].tokens));
  print_scores(hypotheses, corpus, translator.tokenizer, seconds);
  return bad_lines.exit_code();
}

}  // namespace heed
