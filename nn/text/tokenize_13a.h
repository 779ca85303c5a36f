// The words that published BLEU scores are counted on.
#pragma once

#include "nn/text/tokenizer.h"

namespace heed {

// The tokenisation "13a" of WMT's evaluation and of sacreBLEU (Post, 2018): a few HTML entities become their characters,
// marks become words of their own, and points, commas and hyphens do so unless digits are around them. Case is kept.
// The line is ordinary text, not words that are tokenised already.
Words tokenize_13a(std::string_view line);

}  // namespace heed
