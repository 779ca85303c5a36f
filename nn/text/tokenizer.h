// From a sentence to words and back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed {

using Words = std::vector<std::string>;

// plain: for text as people write it. Words are made lower-case; each punctuation mark becomes a word of its
// own,
//     save an apostrophe or hyphen between letters (don't, t-shirt) and a point or comma between digits
//     (3.14). Chinese and Japanese, which are written without spaces, are split into characters.
// split: for text that is tokenised already. Words are whatever stands between white space.
enum class Tokenizer { plain, split };

Words tokenize(std::string_view sentence, Tokenizer tokenizer);

// The words as a line to show. plain: marks stand where a reader expects them ("Hello, world!"); split:
// single spaces between words, so that the line is tokenised as its references are.
std::string detokenize(const Words& words, Tokenizer tokenizer);

}  // namespace heed
