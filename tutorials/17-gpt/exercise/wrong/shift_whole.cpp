// expect: gives 4 inputs and 4 targets
#define shift right_shift
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef shift

namespace heed::exercise {

Shifted shift(const std::vector<Token>& passage) { return {passage, {passage.begin() + 1, passage.end()}}; }

}  // namespace heed::exercise
