// Symbols: what a language model predicts one after the other, the characters or the words of a text.
#pragma once

#include "nn/text/tokenizer.h"

namespace heed {

// characters: the code points of the normalised text (normalize.h), in which most letters with marks are one code point.
// words: the words of each line, as the tokenizer `plain` finds them.
enum class SymbolKind { characters, words };

// The symbols can be words of a Vocabulary, which has no white space: a space is written \s, a tab \t, a backslash \\ and a
// line end \n. Other white space becomes a space.
Words symbols(std::string_view text, SymbolKind kind);
// The text again; of words, with the spaces that readers expect.
std::string text_of_symbols(const Words& symbols, SymbolKind kind);

}  // namespace heed
