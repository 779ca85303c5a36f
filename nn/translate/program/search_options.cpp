#include "nn/translate/program/search_options.h"

#include <algorithm>

namespace heed {

SearchOptions search_options(const Options& options) {
  SearchOptions search;
  search.beam = options.integer("--beam", 1, max_beam);
  search.length_penalty = options.number("--length-penalty", -100, 100);
  return search;
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
