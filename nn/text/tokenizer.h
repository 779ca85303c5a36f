// Tokenizer: from a sentence to words and back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed {

using Words = std::vector<std::string>;

// plain: for ordinary text. Words become lower-case, and each punctuation mark becomes a separate
//     word, except a mark inside a word (don't, t-shirt, and/or), a number or time (3.14, 10:30), an
//     abbreviation or address (e.g., www.a.org). Chinese and Japanese, which are written without spaces, are
//     split into characters one by one. A mark with combining marks, and an emoji of several code points, stay whole.
// split: for text that is already tokenised. Words are separated by white space.
// bpe: for ordinary text whose words become subwords (byte_pairs.h). Words keep their case and the space before them, and
//     marks and other white space are words, too (chunks.h), so that joined words are the text again.
// All normalise the text first (normalize.h).
// old_plain, old_split: the same for models from before the text was normalised. Only marks of Latin words
//     and numbers join (don't, 3.14), and an emoji of several code points becomes several words.
enum class Tokenizer { plain, split, bpe, old_plain, old_split };

Words tokenize(std::string_view sentence, Tokenizer tokenizer);

// Joins the words into a line. plain: with the spaces around punctuation that readers expect ("Hello, world!").
// bpe: as they are, without the space before the first word.
// split: with single spaces, so that the line is tokenised in the same way as its references.
std::string detokenize(const Words& words, Tokenizer tokenizer);

}  // namespace heed
