// Scalar: the type of all tensor elements, chosen when the library is built. float for use, double
// (-DHEED_DOUBLE) to check gradients.
#pragma once

#include <cstdint>
#include <limits>

namespace heed {

#ifdef HEED_DOUBLE
using Scalar = double;
#else
using Scalar = float;
#endif

// The logarithm of 0, and the score of a key that a mask hides.
inline constexpr Scalar minus_infinity = -std::numeric_limits<Scalar>::infinity();

// Sizes, strides and indices. Signed, so that "-1" can mean "the last axis" and differences never wrap.
using Index = std::int64_t;

// Each file that includes this header needs one of these two symbols, and a built library defines only its
// own: objects of the float build and of the double build cannot be linked into one program.
extern const char this_library_is_built_for_float;
extern const char this_library_is_built_for_double;

#ifdef HEED_DOUBLE
[[gnu::used]] static const char* const built_for = &this_library_is_built_for_double;
#else
[[gnu::used]] static const char* const built_for = &this_library_is_built_for_float;
#endif

}  // namespace heed
