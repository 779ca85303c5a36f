// Attention over pieces of words, put together to attention over words.
#pragma once

#include "nn/show/heat_map.h"
#include "nn/translate/translator.h"

namespace heed {

// The words as labels: without the space before them that a vocabulary of pieces keeps.
Words labels(const Words& words);

// The weights (row tokens, column tokens) as weights (row words, column words). What a token gives to a word is the sum over
// the pieces of that word; what a word gives is the mean over its own pieces. So the rows still sum to 1. `rows` and
// `columns` are word numbers (see Vocabulary::word_numbers); further columns are padding, and are left out.
show::Matrix grouped(const show::Matrix& weights, const std::vector<Index>& rows,
                     const std::vector<Index>& columns);

// The translation with one token and one row of weights for each word: the token is the word's last piece. A translation
// by words is returned as it is.
Translation grouped(const Translation& translation, const Tokens& source, const Translator& translator);

}  // namespace heed
