#include "nn/text/accuracy.h"
#include "nn/text/bleu.h"
#include "nn/text/chrf.h"
#include "nn/text/corpus.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/program/search_options.h"
#include "tensor/ground/stopwatch.h"

#include <cstdio>

namespace heed {
namespace {

Corpus load_corpus(const Options& options, Tokenizer tokenizer) {
  const CorpusOptions how{.tokenizer = tokenizer};
  Corpus corpus = options.given("--pairs")
                      ? load_pairs(options.text("--pairs"), how)
                      : load_parallel(required(options, "--source"), required(options, "--target"), how);
  if (corpus.blank > 0) std::fprintf(stderr, "translate: %s\n", corpus.to_string().c_str());
  return corpus;
}

void print_scores(const std::vector<Words>& hypotheses, const std::vector<Words>& references,
                  double seconds) {
  std::vector<std::string> hypothesis_lines, reference_lines;
  for (const Words& words : hypotheses) hypothesis_lines.push_back(detokenize(words, Tokenizer::split));
  for (const Words& words : references) reference_lines.push_back(detokenize(words, Tokenizer::split));
  std::printf("%s, chrF = %.2f, %zu sentences, %.1f s\n", bleu(hypotheses, references).to_string().c_str(),
              chrf(hypothesis_lines, reference_lines), hypotheses.size(), seconds);
  const double matches = exact_matches(hypotheses, references);
  std::printf("exact = %.1f %% (%.0f of %zu)\n", 100 * matches,
              matches * static_cast<double>(hypotheses.size()), hypotheses.size());
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
  const Corpus corpus = load_corpus(options, translator.tokenizer);
  std::vector<Tokens> sources;
  for (const SentencePair& pair : corpus.pairs)
    sources.push_back(encode_source(pair.source, translator, options, text("sentence ", sources.size() + 1)));
  const Stopwatch stopwatch;
  const std::vector<Translation> translations = translate(*translator.model, sources, search);
  const double seconds = stopwatch.seconds();
  std::vector<Words> hypotheses, references;
  for (const Translation& translation : translations)
    hypotheses.push_back(translator.target.decode(translation.tokens));
  for (const SentencePair& pair : corpus.pairs) references.push_back(pair.target);
  print_scores(hypotheses, references, seconds);
  return 0;
}

}  // namespace heed
