// Chunks: text cut where no subword may cross, with nothing lost. Joined, the chunks are the text to the byte.
#pragma once

#include "nn/text/tokenizer.h"

namespace heed {

// A chunk is a word or a number with the space before it (" fox", " 1984"), a punctuation mark with the space before it, if
// there is one ("!", " ("), or other white space. Bytes that are not UTF-8 are chunks of their own.
Words chunks(std::string_view text);

}  // namespace heed
