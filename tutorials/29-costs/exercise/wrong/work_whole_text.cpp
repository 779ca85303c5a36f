// expect: the work of all n words
#define for_one_word right_for_one_word
#include "tutorials/29-costs/exercise/solution.cpp"
#undef for_one_word

namespace heed::exercise {

Index for_one_word(Index layers, Index d, Index f, Index words, Index n) {
  return n * (layers * (4 * d * d + 2 * d * f + 2 * n * d) + d * words);
}

}  // namespace heed::exercise
