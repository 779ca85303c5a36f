#include "nn/generate/language_task.h"
#include "nn/generate/program/generate_commands.h"
#include "nn/text/language_data.h"
#include "tensor/ground/format.h"
#include "tensor/ground/stopwatch.h"

#include <cmath>
#include <cstdio>

namespace heed {

int eval_generator(const std::vector<std::string>& words) {
  const std::vector<Option> known{generator_option,
                                  {"--lines", "FILE", "", "text to predict, line by line"},
                                  {"--text", "FILE|DIR", "", "running text to predict"},
                                  threads_option};
  if (asks_for_help(words)) {
    std::printf("generate eval: measures how well a model predicts a text\n\n%s", help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  if (options.given("--lines") == options.given("--text"))
    throw UsageError("give the text as --lines FILE, or as --text FILE|DIR");
  use_threads(options);
  const Generator generator = Generator::load(required(options, "--model"));
  BadLines bad_lines("generate", "read");
  const BadLine tell = [&](const std::string& problem) { bad_lines.add(problem); };
  const Passages text = options.given("--lines")
                            ? read_line_passages(options.text("--lines"), generator.symbols, tell)
                            : read_text_passages(options.text("--text"), generator.symbols, tell);
  const Stopwatch stopwatch;
  const NoGrad only_values;
  const TokenScores scores = scores_of(
      *generator.model, language_windows(text, generator.vocabulary, generator.model->options().context), 64);
  const double loss = scores.per_token().loss;
  // The end of a line is a character, too.
  const double bits = scores.nats() / std::log(2) / static_cast<double>(text.characters());
  std::printf("loss = %.4f nats a token, perplexity = %.3f, bits a character = %.4f\n", loss, std::exp(loss),
              bits);
  std::printf(
      "%s tokens, %s of them unknown, %.1f s\n", grouped(static_cast<double>(scores.tokens())).c_str(),
      grouped(static_cast<double>(unknown_symbols(text, generator.vocabulary))).c_str(), stopwatch.seconds());
  return bad_lines.exit_code();
}

}  // namespace heed
