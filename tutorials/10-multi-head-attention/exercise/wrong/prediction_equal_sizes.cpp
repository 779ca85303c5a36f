// expect: the number of words at which both cost the same
#define predicted_words right_predicted_words
#include "tutorials/10-multi-head-attention/exercise/solution.cpp"
#undef predicted_words

namespace heed::exercise {

double predicted_words() { return 512; }

}  // namespace heed::exercise
