#include "nn/text/corpus.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/program/pairs_of_options.h"
#include "nn/translate/program/search_options.h"
#include "nn/translate/scoring.h"

#include <cstdio>

namespace heed {

int score_command(const std::vector<std::string>& words) {
  std::vector<Option> known{decoding_options().front()};
  for (const Option& option : pair_options()) known.push_back(option);
  known.insert(known.end(), {length_option, threads_option});
  if (asks_for_help(words)) {
    std::printf(
        "translate score: how likely a model finds given translations, for filtering a corpus\n"
        "A line for each pair: log probability of the target, a tab, number of its tokens with <eos>\n\n%s",
        help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  require_pair_options(options);
  use_threads(options);
  const Translator translator = load_translator(options);
  BadLines bad_lines("translate", "scored");
  const Corpus corpus = load_pairs_of(options, translator.tokenizer, bad_lines);
  EncodedPairs pairs;
  for (const SentencePair& pair : corpus.pairs) {
    const std::string where = text(pairs_file(options), ":", pair.line);
    pairs.source.push_back(encode_source(pair.source, translator, options, where));
    pairs.target.push_back(translator.target.encode(pair.target));
    if (std::ssize(pairs.target.back()) > translator.model->max_length())
      fail(where, ": the translation is longer than the model can read");
  }
  for (const PairScore& score : score_pairs(*translator.model, pairs))
    std::printf("%.4f\t%lld\n", score.log_probability, static_cast<long long>(score.tokens));
  return bad_lines.exit_code();
}

}  // namespace heed
