// expect: the embedding is looked up
#define for_one_word right_for_one_word
#include "tutorials/29-costs/exercise/solution.cpp"
#undef for_one_word

namespace heed::exercise {

Index for_one_word(Index layers, Index d, Index f, Index words, Index n) {
  return layers * (4 * d * d + 2 * d * f + 2 * n * d) + 2 * d * words;
}

}  // namespace heed::exercise
