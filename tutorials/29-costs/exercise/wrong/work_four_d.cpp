// expect: the size of the feed-forward is f here
#define for_one_word right_for_one_word
#include "tutorials/29-costs/exercise/solution.cpp"
#undef for_one_word

namespace heed::exercise {

Index for_one_word(Index layers, Index d, Index, Index words, Index n) {
  return layers * (12 * d * d + 2 * n * d) + d * words;
}

}  // namespace heed::exercise
