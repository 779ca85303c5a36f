#include "nn/generate/continue_text.h"
#include "nn/generate/program/generate_commands.h"
#include "nn/show/terminal.h"
#include "nn/text/lines.h"

#include <cstdio>
#include <limits>
#include <set>

namespace heed {
namespace {

std::vector<Option> run_options() {
  return {generator_option,
          {"--prompt", "TEXT", "", "the beginning, which the model continues"},
          {"--count", "N", "1", "how many texts to write"},
          {"--max-length", "N", "200", "maximum number of tokens after the prompt"},
          {"--temperature", "T", "1", "below 1 likely tokens become likelier, above 1 rare ones"},
          {"--top-k", "K", "0", "draw only from the K likeliest tokens; 0: from all"},
          {"--top-p", "P", "1", "draw only from the likeliest tokens that together have this probability"},
          {"--seed", "N", "1", "seed for the draws; the same seed writes the same text"},
          threads_option};
}

ContinueOptions continue_options(const Options& options) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  ContinueOptions how;
  how.max_length = options.integer("--max-length", 1);
  how.sampling.temperature = options.number("--temperature", 0, infinity);
  how.sampling.top_k = options.integer("--top-k", 0);
  how.sampling.top_p = options.number("--top-p", 0, 1);
  if (how.sampling.temperature == 0)
    fail("--temperature must be above 0; for the likeliest token each time, give --top-k 1");
  if (how.sampling.top_p == 0) fail("--top-p must be above 0: with 0 no token is left");
  return how;
}

// Tells what the vocabulary lacks: the model reads <unk> in its place.
void tell_unknown(const Words& prompt, const Generator& generator) {
  std::set<std::string> told;
  for (const std::string& symbol : prompt) {
    if (generator.vocabulary.token(symbol) != Vocabulary::unknown || !told.insert(symbol).second) continue;
    std::fprintf(stderr,
                 "generate: '%s' in the prompt is not in the vocabulary; the model reads <unk> instead\n",
                 printable(text_of_symbols({symbol}, generator.symbols)).c_str());
  }
}

}  // namespace

int run_generator(const std::vector<std::string>& words) {
  const std::vector<Option> known = run_options();
  if (asks_for_help(words)) {
    std::printf("generate run: writes text, or continues a prompt\n\n%s", help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  const ContinueOptions how = continue_options(options);
  const Index count = options.integer("--count", 1);
  const Index seed = options.integer("--seed", 0, std::numeric_limits<Index>::max());
  use_threads(options);
  const std::string text = options.text("--prompt");
  if (const auto problem = why_not_text(text, text)) fail("--prompt: ", *problem);
  const Generator generator = Generator::load(required(options, "--model"));
  const Words prompt = symbols(text, generator.symbols);
  if (generator.passages == PassageKind::line && text.find('\n') != text.npos)
    fail("--prompt has a line end, but the model writes single lines");
  tell_unknown(prompt, generator);
  Tokens tokens = generator.vocabulary.encode(prompt);
  tokens.pop_back();  // <eos>
  Rng rng(static_cast<std::uint64_t>(seed));
  for (Index i = 0; i < count; ++i) {
    if (i > 0 && generator.passages == PassageKind::text) std::printf("\n");
    Words written = prompt;
    for (const std::string& symbol :
         generator.vocabulary.decode(continue_text(generator, tokens, how, rng).tokens))
      written.push_back(symbol);
    std::printf("%s\n", text_of_symbols(written, generator.symbols).c_str());
    if (std::fflush(stdout) != 0) fail("cannot write the text to standard output");
  }
  return 0;
}

}  // namespace heed
