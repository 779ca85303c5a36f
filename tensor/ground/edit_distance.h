// How different two words are.
#pragma once

#include "tensor/ground/scalar.h"

#include <string>

namespace heed {

// The number of letters (bytes) that must be inserted, deleted or replaced to make b of a (Levenshtein, 1966). Takes
// a.size() * b.size() steps.
Index edit_distance(const std::string& a, const std::string& b);

}  // namespace heed
