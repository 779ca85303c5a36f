#include "nn/translate/program/search_options.h"

#include "nn/translate/ensemble.h"

#include <algorithm>

namespace heed {

std::vector<Option> decoding_options() {
  return {
      {"--model", "DIR", "",
       "directory of the model, made by train --out; several times: they translate together"},
      {"--beam", "N", "1", "number of hypotheses in the search; 1 is greedy search"},
      {"--length-penalty", "A", "1", "how much the beam search favours longer translations"},
      {"--coverage-penalty", "B", "0", "how much the beam search disfavours source words without attention"},
      {"--no-repeat-ngram", "N", "0", "no N tokens in a row occur twice in a translation; 0: they may"},
      {"--unknown", "copy|keep|forbid", "copy",
       "for a word that the vocabulary lacks: write the source word that it attends to, write <unk>, or "
       "choose another word"},
      {"--dictionary", "FILE.tsv", "", "translations for --unknown copy: word TAB translation"}};
}

Words Decoding::words(const Translation& translation, const Words& source, const Translator& translator,
                      std::vector<bool>* copied) const {
  const Words words = translator.target.decode(translation.tokens);
  std::vector<bool> marks;
  return copies ? copy_unknown(words, source, translation, dictionary, copied ? *copied : marks) : words;
}

static bool has_attention(const Translator& translator) {
  const auto settings = translator.model->settings();
  return !settings.contains("attention") || settings.at("attention") != "none";
}

Decoding decoding(const Options& options, const Translator& translator) {
  Decoding decoding;
  SearchOptions& search = decoding.search;
  search.beam = options.integer("--beam", 1, max_beam);
  search.length_penalty = options.number("--length-penalty", -100, 100);
  search.coverage_penalty = options.number("--coverage-penalty", 0, 100);
  search.rules.no_repeat = options.integer("--no-repeat-ngram", 0, 1000);
  const std::string unknown = options.choice("--unknown", {"copy", "keep", "forbid"});
  search.rules.no_unknown = unknown == "forbid";
  const bool attends = has_attention(translator);
  decoding.copies = unknown == "copy" && attends && !translator.target.has_pieces();
  if (unknown == "copy" && options.given("--unknown") && !attends)
    throw UsageError("--unknown copy needs attention, and this model has none: give keep or forbid");
  if (search.coverage_penalty > 0 && !attends)
    throw UsageError("--coverage-penalty needs attention, and this model has none");
  if (options.given("--dictionary")) {
    if (unknown != "copy") throw UsageError("--dictionary is for --unknown copy");
    decoding.dictionary = read_dictionary(options.text("--dictionary"));
  }
  search.weights = decoding.copies;
  return decoding;
}

Translator load_translator(const Options& options) {
  required(options, "--model");
  const std::vector<std::string> names = options.all("--model");
  std::vector<Translator> translators;
  for (const std::string& name : names) translators.push_back(Translator::load(name));
  return together(std::move(translators), names);
}

Tokens encode_source(const Words& words, const Translator& translator, const Options& options,
                     const std::string& where) {
  const Index limit = std::min(options.integer("--max-length", 1), translator.model->max_length() - 2);
  Tokens tokens = translator.source.encode(words);
  const Index length = std::ssize(tokens) - 2;  // without <bos> and <eos>
  if (length > limit)
    fail(where, ": a sentence of ", length, translator.source.has_pieces() ? " pieces" : " words",
         "; the limit is ", limit, " (see --max-length)");
  return tokens;
}

}  // namespace heed
