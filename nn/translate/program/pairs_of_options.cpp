#include "nn/translate/program/pairs_of_options.h"

#include <cstdio>

namespace heed {

std::vector<Option> pair_options() {
  return {{"--source", "FILE", "", "sentences to translate, one per line"},
          {"--target", "FILE", "", "their reference translations"},
          {"--pairs", "FILE.tsv", "", "both in one file, separated by a tab"}};
}

void require_pair_options(const Options& options) {
  if (options.given("--pairs") == (options.given("--source") || options.given("--target")))
    throw UsageError("give the sentences as --source FILE --target FILE, or as --pairs FILE.tsv");
}

Corpus load_pairs_of(const Options& options, Tokenizer tokenizer, BadLines& bad_lines) {
  const CorpusOptions how{.tokenizer = tokenizer,
                          .keep_text = true,
                          .bad_line = [&](const std::string& problem) { bad_lines.add(problem); }};
  Corpus corpus = load_given_pairs(options, "--", how);
  if (corpus.blank > 0) std::fprintf(stderr, "translate: %s\n", corpus.to_string().c_str());
  return corpus;
}

Corpus load_given_pairs(const Options& options, const std::string& prefix, const CorpusOptions& how) {
  return options.given(prefix + "pairs")
             ? load_pairs(options.text(prefix + "pairs"), how)
             : load_parallel(required(options, prefix + "source"), required(options, prefix + "target"), how);
}

std::string pairs_file(const Options& options) {
  return options.text(options.given("--pairs") ? "--pairs" : "--source");
}

}  // namespace heed
