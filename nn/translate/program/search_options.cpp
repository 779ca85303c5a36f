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
  if (static_cast<Index>(words.size()) > limit)
    fail(where, ": a sentence of ", words.size(), " words; the limit is ", limit, " (see --max-length)");
  return translator.source.encode(words);
}

}  // namespace heed
