// expect: you forget the query
#define strided_keys right_strided_keys
#include "tutorials/27-efficient/exercise/solution.cpp"
#undef strided_keys

namespace heed::exercise {

Index strided_keys(Index i, Index stride) { return i / stride; }

}  // namespace heed::exercise
