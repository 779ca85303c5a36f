// Tokenizer: from a sentence to words and back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed {

using Words = std::vector<std::string>;

// plain: for ordinary text. Words become lower-case, and each punctuation mark becomes a separate
//     word, except an apostrophe or hyphen between letters (don't, t-shirt) and a point or comma
//     between digits (3.14). Chinese and Japanese, which are written without spaces, are split into
//     characters one by one.
// split: for text that is already tokenised. Words are separated by white space.
enum class Tokenizer { plain, split };

Words tokenize(std::string_view sentence, Tokenizer tokenizer);

// Joins the words into a line. plain: with punctuation as readers expect it ("Hello, world!").
// split: with single spaces, so that the line is tokenised in the same way as its references.
std::string detokenize(const Words& words, Tokenizer tokenizer);

}  // namespace heed
