// Rotary positions (Su and others, 2021, "RoFormer"): a vector at position p is turned, pair of entries by pair, by angles that
// grow with p. The dot product of two turned vectors depends on their *distance* only.
//
//     pair (x_i, x_(i + d/2)) is turned by p · 10000^(-2i / d)         i = 0, ..., d / 2 - 1
#pragma once

#include "autograd/variable.h"

namespace heed {

// x (..., time, d) -> the same shape; the first time step is at position `begin`. For queries and keys, before they are
// compared. Throws unless d is even and `begin` is not negative.
Variable rotary(const Variable& x, Index begin = 0);

}  // namespace heed
