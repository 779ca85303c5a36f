#include "nn/show/terminal.h"
#include "nn/text/lines.h"
#include "nn/training/model_file.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/program/search_options.h"
#include "nn/translate/translation_page.h"
#include "nn/translate/word_groups.h"
#include "tensor/files/file.h"

#include <cstdio>
#include <iostream>

namespace heed {
namespace {

// A model that `train --keep-epochs` kept.
struct Epoch {
  std::string name, file;
  bool is_model;  // whether it is the same as the model that translates
};

std::vector<Epoch> kept_epochs(const std::string& directory) {
  std::vector<Epoch> epochs;
  const std::string model = read_file(model_file_in(directory));
  for (const Index number : epochs_in(directory)) {
    const std::string file = epoch_file_in(directory, number);
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

// The epochs before the model itself, which is the last picture of each sentence.
void add_epochs(TranslationPage& page, const std::vector<Epoch>& epochs) {
  for (const Epoch& epoch : epochs) {
    const bool repeats_model = epoch.is_model && &epoch == &epochs.back();
    if (!repeats_model) page.add_epoch(epoch.name, Translator::load_file(epoch.file));
  }
}

// Reads sentences from standard input, one per line. A line that cannot be read is an empty sentence.
class SentenceReader {
 public:
  SentenceReader(const Translator& translator, const Options& options, BadLines& bad_lines)
      : translator_(translator), options_(options), bad_lines_(bad_lines) {}

  struct Sentence {
    Words words;
    Tokens tokens;
  };

  // All lines that have arrived, up to 512, so that they are translated together and a line typed by hand
  // is answered immediately. Empty at the end of the input.
  std::vector<Sentence> next() {
    std::vector<Sentence> sentences;
    std::string line;
    do {
      if (!std::getline(std::cin, line)) break;
      const bool only_line = line_number_ == 0 && std::cin.eof();  // or many that end in CR alone
      if (only_line) {
        for (const std::string_view part : split_at_line_ends(line))
          sentences.push_back(read(std::string(part)));
      } else {
        sentences.push_back(read(line));
      }
    } while (sentences.size() < 512 && std::cin.rdbuf()->in_avail() > 0);
    return sentences;
  }

 private:
  Sentence read(std::string line) {
    ++line_number_;
    if (line_number_ == 1 && line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);  // a byte order mark
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::string where = text("standard input, line ", line_number_);
    try {
      if (const auto problem = why_not_text(line, line)) fail(where, ": ", *problem);
      Words words = tokenize(line, translator_.tokenizer);
      Tokens tokens = encode_source(words, translator_, options_, where);
      return {std::move(words), std::move(tokens)};
    } catch (const Error& error) {
      bad_lines_.add(error.what());
      return {{}, translator_.source.encode({})};
    }
  }

  const Translator& translator_;
  const Options& options_;
  BadLines& bad_lines_;
  Index line_number_ = 0;
};

std::vector<Option> run_options() {
  return {
      model_option,
      beam_option,
      penalty_option,
      length_option,
      {"--show", "", "", "draw in the terminal which source words each word attends to"},
      {"--attention", "PAGE.html", "", "write a page with all attention weights and how they were computed"},
      {"--epochs", "", "", "with --attention: also the weights after each epoch (see train --keep-epochs)"},
      threads_option};
}

}  // namespace

int run_translations(const std::vector<std::string>& words) {
  const std::vector<Option> known = run_options();
  if (asks_for_help(words)) {
    std::printf("translate run: reads sentences, one per line, and writes their translations\n\n%s",
                help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  SearchOptions search = search_options(options);
  search.weights = options.given("--show");
  if (options.given("--epochs") && !options.given("--attention"))
    throw UsageError("--epochs needs --attention PAGE.html, the page that shows them");
  use_threads(options);
  const std::string directory = required(options, "--model");
  const Translator translator = Translator::load(directory);
  const std::vector<Epoch> epochs = options.given("--epochs") ? kept_epochs(directory) : std::vector<Epoch>();
  const show::Terminal terminal = show::terminal(stdout);
  TranslationPage page(translator, name_of_model(epochs));
  std::ios::sync_with_stdio(false);
  BadLines bad_lines("translate", "translated");
  SentenceReader reader(translator, options, bad_lines);
  for (auto sentences = reader.next(); !sentences.empty(); sentences = reader.next()) {
    std::vector<Tokens> sources;
    for (const SentenceReader::Sentence& sentence : sentences) sources.push_back(sentence.tokens);
    const std::vector<Translation> translations = translate(*translator.model, sources, search);
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      const Words& source = sentences[i].words;
      const Words target = source.empty() ? Words{} : translator.target.decode(translations[i].tokens);
      std::printf("%s\n", printable(detokenize(target, translator.tokenizer)).c_str());
      if (source.empty()) continue;
      if (options.given("--show"))
        std::printf("%s\n",
                    attention_text(source, target, grouped(translations[i], sentences[i].tokens, translator),
                                   terminal)
                        .c_str());
      if (options.given("--attention")) page.add(source, translations[i]);
    }
    if (std::fflush(stdout) != 0) fail("cannot write the translations to standard output");
  }
  const bool unreadable = std::cin.bad();
  add_epochs(page, epochs);
  if (options.given("--attention")) page.save(options.text("--attention"));
  if (unreadable) fail("cannot read standard input");
  return bad_lines.exit_code();
}

}  // namespace heed
