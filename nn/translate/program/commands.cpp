#include "nn/translate/program/commands.h"

#include "nn/show/terminal.h"
#include "nn/text/accuracy.h"
#include "nn/text/bleu.h"
#include "nn/text/chrf.h"
#include "nn/text/lines.h"
#include "tensor/ground/utf8.h"
#include "nn/translate/progress.h"
#include "nn/translate/settings.h"
#include "nn/translate/translation_page.h"
#include "nn/translate/translator.h"
#include "tensor/files/file.h"
#include "tensor/ground/threads.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>

namespace heed {
namespace {

const Option threads_option{"--threads", "N", "0", "threads to use; 0: as many as the machine has cores"};
const Option beam_option{"--beam", "N", "1", "hypotheses kept while searching; 1 is greedy"};
const Option penalty_option{"--length-penalty", "A", "1",
                            "how much longer translations are favoured by the beam"};
const Option length_option{"--max-length", "N", "1000", "sentences with more words are an error"};
const Option model_option{"--model", "DIR", "", "the directory that `train --out` made"};

SearchOptions search_options(const Options& options) {
  SearchOptions search;
  search.beam = options.integer("--beam", 1, 1000);
  search.length_penalty = options.number("--length-penalty", -100, 100);
  return search;
}

std::string required(const Options& options, const std::string& name) {
  const std::string value = options.text(name);
  if (value.empty()) throw UsageError(name + " is missing");
  return value;
}

// A sentence as the model reads it. Without a limit a line of megabytes, which is no sentence, would keep the
// machine busy for hours.
Tokens encode_source(const Words& words, const Translator& translator, const Options& options,
                     const std::string& where) {
  const Index limit = std::min(options.integer("--max-length", 1), translator.model->longest() - 2);
  if (static_cast<Index>(words.size()) > limit)
    fail(where, ": a sentence of ", words.size(), " words; the limit is ", limit, " (see --max-length)");
  return translator.source.encode(words);
}

// A model that `train --keep-epochs` kept.
struct Epoch {
  std::string name, file;
  bool is_model;  // the very one that translates
};

std::vector<Epoch> kept_epochs(const std::string& directory) {
  std::vector<Epoch> epochs;
  const std::string model = read_file(Translator::file_in(directory));
  for (const Index number : Translator::epochs_in(directory)) {
    const std::string file = Translator::epoch_file_in(directory, number);
    epochs.push_back({text("epoch ", number), file, read_file(file) == model});
  }
  if (epochs.empty())
    fail("there are no epochs in '", directory, "'; keep them with: translate train ... --keep-epochs");
  return epochs;
}

std::string name_of_model(const std::vector<Epoch>& epochs) {
  for (const Epoch& epoch : epochs) {
    if (epoch.is_model) return "the model that translates (" + epoch.name + ")";
  }
  return "the model that translates";
}

}  // namespace

bool asks_for_help(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word == "--help" || word == "-h") return true;
  }
  return false;
}

void use_threads(const Options& options) {
  const Index threads = options.integer("--threads", 0, 1024);
  if (threads > 0) set_thread_count(static_cast<int>(threads));
}

int eval_command(const std::vector<std::string>& words) {
  const std::vector<Option> known{model_option,
                                  {"--source", "FILE", "", "sentences to translate, one a line"},
                                  {"--target", "FILE", "", "their reference translations"},
                                  {"--pairs", "FILE.tsv", "", "both in one file, separated by a tab"},
                                  beam_option,
                                  penalty_option,
                                  length_option,
                                  threads_option};
  if (asks_for_help(words)) {
    std::printf("translate eval: translates a file and compares with references (BLEU, chrF)\n\n%s",
                help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  if (options.given("--pairs") == (options.given("--source") || options.given("--target")))
    throw UsageError("give the sentences as --source FILE --target FILE, or as --pairs FILE.tsv");
  const SearchOptions search = search_options(options);
  use_threads(options);
  Translator translator = Translator::load(required(options, "--model"));
  const CorpusOptions corpus_options{.tokenizer = translator.tokenizer};
  const Corpus corpus =
      options.given("--pairs")
          ? load_pairs(options.text("--pairs"), corpus_options)
          : load_parallel(required(options, "--source"), required(options, "--target"), corpus_options);
  if (corpus.blank > 0) std::fprintf(stderr, "translate: %s\n", corpus.to_string().c_str());
  std::vector<Tokens> sources;
  for (const SentencePair& pair : corpus.pairs)
    sources.push_back(encode_source(pair.source, translator, options, text("sentence ", sources.size() + 1)));
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<Translation> translations = translate(*translator.model, sources, search);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::vector<Words> hypotheses, references;
  std::vector<std::string> hypothesis_lines, reference_lines;
  for (std::size_t i = 0; i < translations.size(); ++i) {
    hypotheses.push_back(translator.target.decode(translations[i].tokens));
    references.push_back(corpus.pairs[i].target);
    hypothesis_lines.push_back(detokenize(hypotheses.back(), Tokenizer::split));
    reference_lines.push_back(detokenize(references.back(), Tokenizer::split));
  }
  std::printf("%s, chrF = %.2f, %zu sentences, %.1f s\n", bleu(hypotheses, references).to_string().c_str(),
              chrf(hypothesis_lines, reference_lines), translations.size(), seconds);
  const double exact = exact_matches(hypotheses, references);
  std::printf("exact = %.1f %% (%.0f of %zu)\n", 100 * exact,
              exact * static_cast<double>(translations.size()), translations.size());
  return 0;
}

int run_translations(const std::vector<std::string>& words) {
  const std::vector<Option> known{
      model_option,
      beam_option,
      penalty_option,
      length_option,
      {"--show", "", "", "draw where each word of the translation looked, in the terminal"},
      {"--attention", "PAGE.html", "", "write all attention, weights and origin, as a page to look at"},
      {"--epochs", "", "", "with --attention: also as it was after each epoch (see train --keep-epochs)"},
      threads_option};
  if (asks_for_help(words)) {
    std::printf("translate run: reads sentences, one a line, and writes their translations\n\n%s",
                help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  SearchOptions search = search_options(options);
  search.weights = options.given("--show");
  if (options.given("--epochs") && !options.given("--attention"))
    throw UsageError("--epochs is for the page: give --attention PAGE.html, too");
  use_threads(options);
  const std::string directory = required(options, "--model");
  Translator translator = Translator::load(directory);
  const std::vector<Epoch> epochs = options.given("--epochs") ? kept_epochs(directory) : std::vector<Epoch>();
  const show::Terminal terminal = show::terminal(stdout);
  TranslationPage page(translator, name_of_model(epochs));
  std::ios::sync_with_stdio(false);

  std::string line;
  Index line_number = 0;
  bool more = true;
  while (more) {
    // As many lines as have arrived, up to some hundreds, are translated together; one that is typed is
    // answered at once.
    std::vector<std::string> lines;
    std::vector<Tokens> sources;
    do {
      more = static_cast<bool>(std::getline(std::cin, line));
      if (!more) break;
      ++line_number;
      if (line_number == 1 && line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);  // a byte order mark
      if (!line.empty() && line.back() == '\r') line.pop_back();
      const std::string where = text("standard input, line ", line_number);
      if (find_invalid_utf8(line)) fail(where, ": not UTF-8");
      lines.push_back(line);
      sources.push_back(encode_source(tokenize(line, translator.tokenizer), translator, options, where));
    } while (lines.size() < 512 && std::cin.rdbuf()->in_avail() > 0);
    const std::vector<Translation> translations = translate(*translator.model, sources, search);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const Words source = tokenize(lines[i], translator.tokenizer);
      const Words target = source.empty() ? Words{} : translator.target.decode(translations[i].tokens);
      std::printf("%s\n", detokenize(target, translator.tokenizer).c_str());
      if (source.empty()) continue;
      if (options.given("--show"))
        std::printf("%s\n", attention_text(source, target, translations[i], terminal).c_str());
      if (options.given("--attention")) page.add(source, translations[i]);
    }
    if (std::fflush(stdout) != 0) fail("cannot write the translations to standard output");
  }
  if (std::cin.bad()) fail("cannot read standard input");
  for (const Epoch& epoch : epochs) {
    const bool again = epoch.is_model && &epoch == &epochs.back();  // the model itself closes the row
    if (!again) page.add_epoch(epoch.name, Translator::load_file(epoch.file));
  }
  if (options.given("--attention")) page.save(options.text("--attention"));
  return 0;
}

int run_command(const std::vector<std::string>& words) {
  const std::vector<std::string> commands{"train", "eval", "run"};
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    std::printf(
        "translate: trains a translator on pairs of sentences, and translates with it\n\n"
        "  translate train ...   learn from pairs of sentences\n"
        "  translate eval ...    measure a trained model on sentences with references\n"
        "  translate run ...     translate standard input\n\n"
        "translate COMMAND --help tells the options of each, with their defaults.\n");
    return words.empty() ? 2 : 0;
  }
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (words[0] == "train") return train_command(rest);
  if (words[0] == "eval") return eval_command(rest);
  if (words[0] == "run") return run_translations(rest);
  const std::string near = nearest(words[0], commands);
  throw UsageError("unknown command '" + words[0] + "'" +
                   (near.empty() ? "" : "; did you mean " + near + "?"));
}

}  // namespace heed
