// Byte pairs as text, for a model's file: a line "#pieces", and a line for each merge: its two pieces, with a space
// between them. In a piece, a space is written \s, a backslash \\, and a byte that is not text \xff.
#pragma once

#include "nn/text/byte_pairs.h"

namespace heed {

std::string byte_pairs_text(const BytePairs& pairs);
bool is_byte_pairs_text(std::string_view text);
// Throws an error that names `file` and the line if it is not such a text or was cut short.
BytePairs byte_pairs_from_text(std::string_view text, const std::string& file);

}  // namespace heed
