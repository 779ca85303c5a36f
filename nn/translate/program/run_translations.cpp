#include "nn/show/terminal.h"
#include "nn/training/model_file.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/program/sentence_reader.h"
#include "nn/translate/translation_page.h"
#include "nn/translate/word_groups.h"
#include "tensor/files/file.h"
#include "tensor/files/json.h"
#include "tensor/ground/format.h"

#include <cstdio>
#include <iostream>
#include <limits>

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

std::vector<Option> run_options() {
  std::vector<Option> options = decoding_options();
  options.insert(
      options.end(),
      {{"--n-best", "N", "1",
        "translations of each sentence, as lines: number of the sentence, rank, score, log probability, "
        "text; the beam "
        "is at least N"},
       {"--format", "text|json", "text",
        "json: one object for each sentence, with its translations and their scores"},
       {"--prefix", "TEXT", "", "each translation begins with this text"},
       {"--sample", "", "",
        "draw each word by its probability, instead of searching the likeliest translation"},
       {"--temperature", "T", "1", "with --sample: below 1, likely words become likelier"},
       {"--top-k", "K", "0", "with --sample: draw among the K likeliest words only; 0: all"},
       {"--top-p", "P", "1",
        "with --sample: draw among the likeliest words that together have this probability"},
       {"--seed", "N", "1", "with --sample: seed of the random numbers"},
       length_option,
       {"--show", "", "", "draw in the terminal which source words each word attends to"},
       {"--attention", "PAGE.html", "", "write a page with all attention weights and how they were computed"},
       {"--epochs", "", "", "with --attention: also the weights after each epoch (see train --keep-epochs)"},
       threads_option});
  return options;
}

// What contradicts itself on the command line.
void require_consistent_run(const Options& options) {
  const auto needs = [&](const char* option, const char* other, const char* why) {
    if (options.given(option) && !options.given(other))
      throw UsageError(std::string(option) + " needs " + other + why);
  };
  const auto excludes = [&](const char* option, const char* other, const char* why) {
    if (options.given(option) && options.given(other))
      throw UsageError(std::string(option) + " and " + other + " cannot be given together: " + why);
  };
  needs("--epochs", "--attention", " PAGE.html, the page that shows them");
  for (const char* option : {"--temperature", "--top-k", "--top-p", "--seed"}) needs(option, "--sample", "");
  for (const char* option : {"--beam", "--n-best", "--length-penalty", "--coverage-penalty"})
    excludes("--sample", option, "sampling draws one translation, and ranks none");
  for (const char* option : {"--show", "--attention"}) {
    excludes(option, "--n-best", "it shows one translation of each sentence");
    excludes(option, "--format", "it shows what the text is, and not its scores");
  }
  if (options.given("--attention") && options.all("--model").size() > 1)
    throw UsageError("--attention shows one model; give one --model");
}

// The tokens that each translation must begin with.
Tokens prefix_tokens(const std::string& prefix, const Translator& translator) {
  const Words words = tokenize(prefix, translator.tokenizer);
  for (const std::string& word : words) {
    if (!translator.target.has_pieces() && translator.target.token(word) == Vocabulary::unknown)
      fail("--prefix: the model does not know the word '", word, "'");
  }
  const Tokens tokens = translator.target.encode(words);
  return {tokens.begin() + 1, tokens.end() - 1};
}

Decoding run_decoding(const Options& options, const Translator& translator, Rng& rng) {
  Decoding how = decoding(options, translator);
  how.search.n_best = options.integer("--n-best", 1, max_beam);
  how.search.beam = std::max(how.search.beam, how.search.n_best);
  how.search.rules.prefix = prefix_tokens(options.text("--prefix"), translator);
  how.search.weights |= options.given("--show");
  if (options.given("--sample")) {
    how.search.sampling = SamplingOptions{.temperature = options.number("--temperature", 0, 1000),
                                          .top_k = options.integer("--top-k", 0),
                                          .top_p = options.number("--top-p", 0, 1)};
    if (how.search.sampling->temperature == 0)
      fail("--temperature must be above 0; greedy search has no --sample");
    if (how.search.sampling->top_p == 0) fail("--top-p must be above 0: with 0 no word is left");
    how.search.rng = &rng;
  }
  return how;
}

// Writes the translations of sentences, in the form that the options name.
class Writer {
 public:
  Writer(const Options& options, const Translator& translator, const Decoding& how)
      : options_(options),
        translator_(translator),
        how_(how),
        json_(options.choice("--format", {"text", "json"}) == "json"),
        terminal_(show::terminal(stdout)) {}

  void write(const SentenceReader::Sentence& sentence, const std::vector<Translation>& translations) {
    ++number_;
    if (json_) {
      write_json(sentence, translations);
    } else if (options_.given("--n-best")) {
      write_lines(sentence, translations);
    } else {
      std::vector<bool> copied;
      const Words words = words_of(sentence, translations.front(), &copied);
      std::printf("%s\n", printable(detokenize(words, translator_.tokenizer)).c_str());
      if (options_.given("--show") && !sentence.words.empty())
        show(sentence, words, copied, translations.front());
    }
  }

 private:
  // An empty sentence has an empty translation.
  Words words_of(const SentenceReader::Sentence& sentence, const Translation& translation,
                 std::vector<bool>* copied = nullptr) const {
    return sentence.words.empty() ? Words{} : how_.words(translation, sentence.words, translator_, copied);
  }
  std::string text_of(const SentenceReader::Sentence& sentence, const Translation& translation) const {
    return printable(detokenize(words_of(sentence, translation), translator_.tokenizer));
  }

  void write_lines(const SentenceReader::Sentence& sentence,
                   const std::vector<Translation>& translations) const {
    Index rank = 0;
    for (const Translation& translation : translations)
      std::printf("%lld\t%lld\t%.4f\t%.4f\t%s\n", static_cast<long long>(number_),
                  static_cast<long long>(++rank), translation.rank, translation.log_probability,
                  text_of(sentence, translation).c_str());
  }

  void write_json(const SentenceReader::Sentence& sentence,
                  const std::vector<Translation>& translations) const {
    Json::Array list;
    for (const Translation& translation : translations) {
      Json::Array tokens;
      for (const Token token : translation.tokens)
        tokens.push_back(printable(translator_.target.word(token)));
      list.push_back(Json::Object{{"text", text_of(sentence, translation)},
                                  {"score", translation.rank},
                                  {"log_probability", translation.log_probability},
                                  {"tokens", tokens}});
    }
    const Json line = Json::Object{{"sentence", number_},
                                   {"source", printable(detokenize(sentence.words, translator_.tokenizer))},
                                   {"translations", list}};
    std::printf("%s\n", line.to_string().c_str());
  }

  void show(const SentenceReader::Sentence& sentence, const Words& words, const std::vector<bool>& copied,
            const Translation& translation) const {
    Words rows = words;
    for (std::size_t i = 0; i < copied.size(); ++i) {
      if (copied[i]) rows[i] += " (copied)";
    }
    const Translation by_words = grouped(translation, sentence.tokens, translator_);
    std::printf("%s\n", attention_text(sentence.words, rows, by_words, terminal_).c_str());
  }

  const Options& options_;
  const Translator& translator_;
  const Decoding& how_;
  const bool json_;
  const show::Terminal terminal_;
  Index number_ = 0;
};

}  // namespace

int run_translations(const std::vector<std::string>& words) {
  const std::vector<Option> known = run_options();
  if (asks_for_help(words)) {
    std::printf("translate run: reads sentences, one per line, and writes their translations\n\n%s",
                help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  require_consistent_run(options);
  use_threads(options);
  const Translator translator = load_translator(options);
  Rng rng(static_cast<std::uint64_t>(options.integer("--seed", 0, std::numeric_limits<Index>::max())));
  const Decoding how = run_decoding(options, translator, rng);
  const std::vector<Epoch> epochs =
      options.given("--epochs") ? kept_epochs(options.text("--model")) : std::vector<Epoch>();
  TranslationPage page(translator, name_of_model(epochs));
  std::ios::sync_with_stdio(false);
  BadLines bad_lines("translate", "translated");
  SentenceReader reader(translator, options, bad_lines);
  Writer writer(options, translator, how);
  for (auto sentences = reader.next(); !sentences.empty(); sentences = reader.next()) {
    std::vector<Tokens> sources;
    for (const SentenceReader::Sentence& sentence : sentences) sources.push_back(sentence.tokens);
    const auto translations = translate_n_best(*translator.model, sources, how.search);
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      writer.write(sentences[i], translations[i]);
      if (options.given("--attention") && !sentences[i].words.empty())
        page.add(sentences[i].words, translations[i].front());
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
