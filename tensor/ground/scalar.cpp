#include "tensor/ground/scalar.h"

namespace heed {

#ifdef HEED_DOUBLE
const char this_library_is_built_for_double = 1;
#else
const char this_library_is_built_for_float = 1;
#endif

}  // namespace heed
