// The plain tokeniser: from ordinary text to words.
#pragma once

#include "nn/text/tokenizer.h"

namespace heed {

// See Tokenizer::plain. The sentence is normalised.
Words tokenize_plainly(std::string_view sentence);

}  // namespace heed
